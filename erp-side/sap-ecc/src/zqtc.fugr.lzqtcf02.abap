*----------------------------------------------------------------------*
***INCLUDE LZQTCF02: open items and clearing. Not yet run on a real SAP system.
*----------------------------------------------------------------------*

* OBJ_KEY (BELNR, BUKRS, GJAHR), or the number of a billing document.
FORM fi_document USING iv_bukrs TYPE bkpf-bukrs
                       iv_document TYPE zqtc_idemp-document
                 CHANGING ev_belnr TYPE bkpf-belnr
                          ev_gjahr TYPE bkpf-gjahr.
  DATA: lv_vbeln TYPE vbrk-vbeln,
        lv_awkey TYPE bkpf-awkey.
  CLEAR: ev_belnr, ev_gjahr.
  IF strlen( iv_document ) > 10.
    CHECK iv_document+10(4) = iv_bukrs.
    SELECT SINGLE belnr gjahr FROM bkpf INTO (ev_belnr, ev_gjahr)
      WHERE bukrs = iv_bukrs AND belnr = iv_document(10) AND gjahr = iv_document+14(4).
    RETURN.
  ENDIF.
  CALL FUNCTION 'CONVERSION_EXIT_ALPHA_INPUT'
    EXPORTING
      input  = iv_document
    IMPORTING
      output = lv_vbeln.
  lv_awkey = lv_vbeln.
  SELECT belnr gjahr FROM bkpf INTO (ev_belnr, ev_gjahr) UP TO 1 ROWS
    WHERE awtyp = 'VBRK' AND awkey = lv_awkey AND bukrs = iv_bukrs.
  ENDSELECT.
ENDFORM.                    "fi_document

* What is open of a document on one side: its own items and the residual items that
* name it. An item of the other side that names it (a memo of an invoice) is not its own.
FORM open_of USING iv_bukrs TYPE bsid-bukrs
                   iv_kunnr TYPE bsid-kunnr
                   iv_belnr TYPE bsid-belnr
                   iv_gjahr TYPE bsid-gjahr
                   iv_shkzg TYPE bsid-shkzg
             CHANGING es_open TYPE ty_open.
  DATA ls_item TYPE bsid.
  CLEAR es_open.
  SELECT * FROM bsid INTO TABLE es_open-items
    WHERE bukrs = iv_bukrs AND kunnr = iv_kunnr AND shkzg = iv_shkzg
      AND ( ( belnr = iv_belnr AND gjahr = iv_gjahr )
         OR ( rebzg = iv_belnr AND rebzj = iv_gjahr ) ).
  es_open-bukrs = iv_bukrs.
  es_open-kunnr = iv_kunnr.
  es_open-belnr = iv_belnr.
  es_open-gjahr = iv_gjahr.
  es_open-shkzg = iv_shkzg.
  LOOP AT es_open-items INTO ls_item.
    es_open-amount = es_open-amount + ls_item-wrbtr.
    es_open-umskz  = ls_item-umskz.
    es_open-zuonr  = ls_item-zuonr.
    es_open-waers  = ls_item-waers.
    es_open-buzei  = ls_item-buzei.
    IF ls_item-rebzg = iv_belnr.
      es_open-buzei = ls_item-rebzz.
    ENDIF.
  ENDLOOP.
ENDFORM.                    "open_of

FORM select_items TABLES ct_clear STRUCTURE ftclear
                  USING is_open TYPE ty_open.
  DATA: ls_item  TYPE bsid,
        ls_clear TYPE ftclear.
  LOOP AT is_open-items INTO ls_item.
    CLEAR ls_clear.
    ls_clear-agkoa = 'D'.
    ls_clear-agkon = ls_item-kunnr.
    ls_clear-agbuk = ls_item-bukrs.
    IF ls_item-umskz IS INITIAL.
      ls_clear-xnops = 'X'.
    ELSE.
      ls_clear-agums = ls_item-umskz.
    ENDIF.
    ls_clear-selfd = 'BELNR'.
*   Document, year and item in one field picks exactly one (check in your release).
    CONCATENATE ls_item-belnr ls_item-gjahr ls_item-buzei INTO ls_clear-selvon.
    ls_clear-selbis = ls_clear-selvon.
    APPEND ls_clear TO ct_clear.
  ENDLOOP.
ENDFORM.                    "select_items

* What stays open is an item of its own, of the same side, with the assignment of what
* it came from and its number in REBZG.
FORM rest_item TABLES ct_post STRUCTURE ftpost
               USING is_open TYPE ty_open
                     iv_rest TYPE bsid-wrbtr
               CHANGING cv_count TYPE ftpost-count.
  DATA: lv_key    TYPE bseg-bschl,
        lv_amount TYPE c LENGTH 20.
  CHECK iv_rest > 0.
  cv_count = cv_count + 1.
  IF is_open-shkzg = 'S'.
    lv_key = gc_rest_debit.
    IF is_open-umskz IS NOT INITIAL.
      lv_key = gc_rest_special_db.
    ENDIF.
  ELSE.
    lv_key = gc_rest_credit.
    IF is_open-umskz IS NOT INITIAL.
      lv_key = gc_rest_special_cr.
    ENDIF.
  ENDIF.
  WRITE iv_rest CURRENCY is_open-waers TO lv_amount NO-GROUPING LEFT-JUSTIFIED.
  PERFORM field TABLES ct_post USING 'P' cv_count 'RF05A-NEWBS' lv_key.
  PERFORM field TABLES ct_post USING 'P' cv_count 'RF05A-NEWKO' is_open-kunnr.
  PERFORM field TABLES ct_post USING 'P' cv_count 'RF05A-NEWUM' is_open-umskz.
  PERFORM field TABLES ct_post USING 'P' cv_count 'BSEG-WRBTR' lv_amount.
  PERFORM field TABLES ct_post USING 'P' cv_count 'BSEG-ZUONR' is_open-zuonr.
  PERFORM field TABLES ct_post USING 'P' cv_count 'BSEG-SGTXT' gs_row-stripe_id.
  PERFORM field TABLES ct_post USING 'P' cv_count 'BSEG-REBZG' is_open-belnr.
  PERFORM field TABLES ct_post USING 'P' cv_count 'BSEG-REBZJ' is_open-gjahr.
  PERFORM field TABLES ct_post USING 'P' cv_count 'BSEG-REBZZ' is_open-buzei.
ENDFORM.                    "rest_item

FORM header TABLES ct_post STRUCTURE ftpost
            USING iv_bukrs TYPE bkpf-bukrs
                  iv_waers TYPE bkpf-waers
                  iv_budat TYPE bkpf-budat.
  DATA lv_date TYPE c LENGTH 10.
* As the user's own settings write a date: the posting interface types it into a screen.
  WRITE iv_budat TO lv_date.
  PERFORM field TABLES ct_post USING 'K' '001' 'BKPF-BUKRS' iv_bukrs.
  PERFORM field TABLES ct_post USING 'K' '001' 'BKPF-BLART' gc_clearing_type.
  PERFORM field TABLES ct_post USING 'K' '001' 'BKPF-BLDAT' lv_date.
  PERFORM field TABLES ct_post USING 'K' '001' 'BKPF-BUDAT' lv_date.
  PERFORM field TABLES ct_post USING 'K' '001' 'BKPF-WAERS' iv_waers.
  PERFORM field TABLES ct_post USING 'K' '001' 'BKPF-XBLNR' gs_row-idemp_key.
  PERFORM field TABLES ct_post USING 'K' '001' 'BKPF-BKTXT' gs_row-stripe_id(25).
ENDFORM.                    "header

FORM field TABLES ct_post STRUCTURE ftpost
           USING iv_type TYPE clike
                 iv_count TYPE clike
                 iv_name TYPE clike
                 iv_value TYPE clike.
  DATA ls_post TYPE ftpost.
  CHECK iv_value IS NOT INITIAL.
  ls_post-stype = iv_type.
  ls_post-count = iv_count.
  ls_post-fnam  = iv_name.
  ls_post-fval  = iv_value.
  APPEND ls_post TO ct_post.
ENDFORM.                    "field

* FB05. It is a transaction with a LUW of its own and commits by itself.
FORM post_with_clearing TABLES it_clear STRUCTURE ftclear
                               it_post STRUCTURE ftpost
                               return STRUCTURE bapiret2.
  DATA: lt_blntab TYPE STANDARD TABLE OF blntab,
        lt_tax    TYPE STANDARD TABLE OF fttax,
        lv_subrc  TYPE sy-subrc.
  CALL FUNCTION 'POSTING_INTERFACE_START'
    EXPORTING
      i_client   = sy-mandt
      i_function = 'C'
      i_mode     = 'N'
      i_update   = 'S'
      i_user     = sy-uname
    EXCEPTIONS
      OTHERS     = 1.
  IF sy-subrc <> 0.
    PERFORM system_message TABLES return.
    RETURN.
  ENDIF.
  CALL FUNCTION 'POSTING_INTERFACE_CLEARING'
    EXPORTING
      i_auglv   = gc_procedure
      i_tcode   = 'FB05'
    IMPORTING
      e_msgid   = sy-msgid
      e_msgno   = sy-msgno
      e_msgty   = sy-msgty
      e_msgv1   = sy-msgv1
      e_msgv2   = sy-msgv2
      e_msgv3   = sy-msgv3
      e_msgv4   = sy-msgv4
      e_subrc   = lv_subrc
    TABLES
      t_blntab  = lt_blntab
      t_ftclear = it_clear
      t_ftpost  = it_post
      t_fttax   = lt_tax
    EXCEPTIONS
      OTHERS    = 1.
  IF sy-subrc <> 0 OR lv_subrc <> 0 OR lt_blntab IS INITIAL.
    PERFORM system_message TABLES return.
  ENDIF.
  CALL FUNCTION 'POSTING_INTERFACE_END'
    EXPORTING
      i_bdcimmed = 'X'
    EXCEPTIONS
      OTHERS     = 1.
ENDFORM.                    "post_with_clearing

* The clearing document of a key, whoever may have ended in the middle.
FORM clearing_of USING iv_bukrs TYPE bkpf-bukrs
                       iv_key TYPE zqtc_idemp-idemp_key
                 CHANGING ev_document TYPE zqtc_idemp-document.
  DATA: lv_belnr TYPE bkpf-belnr,
        lv_gjahr TYPE bkpf-gjahr.
  CLEAR ev_document.
  SELECT belnr gjahr FROM bkpf INTO (lv_belnr, lv_gjahr) UP TO 1 ROWS
    WHERE bukrs = iv_bukrs AND bstat = space AND xblnr = iv_key
      AND blart = gc_clearing_type AND tcode = 'FB05'.
  ENDSELECT.
  CHECK sy-subrc = 0.
  CONCATENATE lv_belnr iv_bukrs lv_gjahr INTO ev_document.
ENDFORM.                    "clearing_of

FORM reversal_of USING iv_bukrs TYPE bkpf-bukrs
                       iv_document TYPE zqtc_idemp-document
                 CHANGING ev_reversal TYPE zqtc_idemp-document.
  DATA: lv_stblg TYPE bkpf-stblg,
        lv_stjah TYPE bkpf-stjah.
  CLEAR ev_reversal.
  SELECT SINGLE stblg stjah FROM bkpf INTO (lv_stblg, lv_stjah)
    WHERE bukrs = iv_bukrs AND belnr = iv_document(10) AND gjahr = iv_document+14(4).
  CHECK sy-subrc = 0 AND lv_stblg IS NOT INITIAL.
  CONCATENATE lv_stblg iv_bukrs lv_stjah INTO ev_reversal.
ENDFORM.                    "reversal_of
