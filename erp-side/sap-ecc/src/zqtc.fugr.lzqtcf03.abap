*----------------------------------------------------------------------*
***INCLUDE LZQTCF03: clearing and looking up. Not yet run on a real SAP system.
*----------------------------------------------------------------------*

FORM billing_of USING iv_key TYPE zqtc_idemp-idemp_key
                CHANGING ev_vbeln TYPE vbrk-vbeln.
  CLEAR ev_vbeln.
  SELECT vbeln FROM vbrk INTO ev_vbeln UP TO 1 ROWS
    WHERE xblnr = iv_key AND sfakn = space AND fksto = space.
  ENDSELECT.
ENDFORM.                    "billing_of

FORM cancellation_of USING iv_vbeln TYPE vbrk-vbeln
                     CHANGING ev_vbeln TYPE vbrk-vbeln.
  CLEAR ev_vbeln.
  SELECT vbeln FROM vbfa INTO ev_vbeln UP TO 1 ROWS
    WHERE vbelv = iv_vbeln AND vbtyp_n = 'N'.
  ENDSELECT.
ENDFORM.                    "cancellation_of

* What became of a PENDING row, read only: DONE with its document; blank when there is none,
* nobody holds the key and its time is over; else it stays PENDING.
FORM settle_pending CHANGING cs_row TYPE zqtc_idemp.
  DATA: lv_vbeln    TYPE vbrk-vbeln,
        lv_billing  TYPE vbrk-vbeln,
        lv_document TYPE zqtc_idemp-document,
        lv_age      TYPE i.
  CASE cs_row-funcname.
    WHEN 'Z_QTC_BILLING_CREATE'.
      PERFORM billing_of USING cs_row-idemp_key CHANGING lv_vbeln.
      lv_document = lv_vbeln.
    WHEN 'Z_QTC_BILLING_CANCEL'.
      lv_billing = cs_row-credit.
      PERFORM cancellation_of USING lv_billing CHANGING lv_vbeln.
      lv_document = lv_vbeln.
    WHEN 'Z_QTC_CLEAR'.
      PERFORM clearing_of USING cs_row-bukrs cs_row-idemp_key CHANGING lv_document.
    WHEN 'Z_QTC_CLEAR_RESET'.
      PERFORM reversal_of USING cs_row-bukrs cs_row-credit CHANGING lv_document.
  ENDCASE.
  IF lv_document IS NOT INITIAL.
    cs_row-document = lv_document.
    cs_row-status   = gc_done.
    RETURN.
  ENDIF.
  PERFORM age_of USING cs_row-changed_at CHANGING lv_age.
  CHECK lv_age >= gc_patience.
  CALL FUNCTION 'ENQUEUE_EZQTC_IDEMP'
    EXPORTING
      mode_zqtc_idemp = 'E'
      mandt           = sy-mandt
      idemp_key       = cs_row-idemp_key
      _scope          = '1'
    EXCEPTIONS
      OTHERS          = 1.
  CHECK sy-subrc = 0.
  CALL FUNCTION 'DEQUEUE_EZQTC_IDEMP'
    EXPORTING
      mode_zqtc_idemp = 'E'
      mandt           = sy-mandt
      idemp_key       = cs_row-idemp_key
      _scope          = '1'.
  CLEAR cs_row-status.
ENDFORM.                    "settle_pending

* Both sides, as much as is open, in the currency that was asked for.
FORM to_clear TABLES return STRUCTURE bapiret2
              USING iv_bukrs TYPE bkpf-bukrs
                    iv_customer TYPE bsid-kunnr
                    iv_credit TYPE zqtc_idemp-document
                    iv_debit TYPE zqtc_idemp-document
                    iv_amount TYPE bapiaccr09-amt_doccur
                    iv_waers TYPE bkpf-waers
              CHANGING es_credit TYPE ty_open
                       es_debit TYPE ty_open
                       ev_amount TYPE bsid-wrbtr.
  DATA: lv_kunnr  TYPE bsid-kunnr,
        ls_return TYPE bapireturn.
  CALL FUNCTION 'CONVERSION_EXIT_ALPHA_INPUT'
    EXPORTING
      input  = iv_customer
    IMPORTING
      output = lv_kunnr.
* BAPI amounts are true amounts; WRBTR is shifted by the currency's decimals.
  CALL FUNCTION 'BAPI_CURRENCY_CONV_TO_INTERNAL'
    EXPORTING
      currency             = iv_waers
      amount_external      = iv_amount
      max_number_of_digits = 13
    IMPORTING
      amount_internal      = ev_amount
      return               = ls_return.
  IF ls_return-type CA 'EA'.
    PERFORM message TABLES return USING 'E' 'ZQTC' '014' iv_credit iv_waers.
    RETURN.
  ENDIF.
  PERFORM side TABLES return USING iv_bukrs lv_kunnr iv_credit 'H' iv_waers ev_amount CHANGING es_credit.
  PERFORM side TABLES return USING iv_bukrs lv_kunnr iv_debit 'S' iv_waers ev_amount CHANGING es_debit.
ENDFORM.                    "to_clear

FORM side TABLES return STRUCTURE bapiret2
          USING iv_bukrs TYPE bkpf-bukrs
                iv_kunnr TYPE bsid-kunnr
                iv_document TYPE zqtc_idemp-document
                iv_shkzg TYPE bsid-shkzg
                iv_waers TYPE bkpf-waers
                iv_amount TYPE bsid-wrbtr
          CHANGING es_open TYPE ty_open.
  DATA: lv_belnr  TYPE bkpf-belnr,
        lv_gjahr  TYPE bkpf-gjahr,
        lv_wanted TYPE c LENGTH 20,
        lv_open   TYPE c LENGTH 20.
  PERFORM fi_document USING iv_bukrs iv_document CHANGING lv_belnr lv_gjahr.
  PERFORM open_of USING iv_bukrs iv_kunnr lv_belnr lv_gjahr iv_shkzg CHANGING es_open.
  IF lv_belnr IS INITIAL.
    PERFORM message TABLES return USING 'E' 'ZQTC' '013' iv_document iv_kunnr.
  ELSEIF es_open-items IS NOT INITIAL AND es_open-waers <> iv_waers.
    PERFORM message TABLES return USING 'E' 'ZQTC' '014' iv_document iv_waers.
  ELSEIF iv_amount <= 0 OR iv_amount > es_open-amount.
    WRITE iv_amount CURRENCY iv_waers TO lv_wanted LEFT-JUSTIFIED.
    WRITE es_open-amount CURRENCY iv_waers TO lv_open LEFT-JUSTIFIED.
    PERFORM message TABLES return USING 'E' 'ZQTC' '010' lv_wanted lv_open.
  ENDIF.
ENDFORM.                    "side

* Both documents are cleared whole; what was not paid comes back as items of its own.
FORM clear_items TABLES return STRUCTURE bapiret2
                 USING is_credit TYPE ty_open
                       is_debit TYPE ty_open
                       iv_amount TYPE bsid-wrbtr
                       iv_budat TYPE bkpf-budat.
  DATA: lt_clear TYPE STANDARD TABLE OF ftclear,
        lt_post  TYPE STANDARD TABLE OF ftpost,
        lv_count TYPE ftpost-count VALUE '000',
        lv_rest  TYPE bsid-wrbtr.
  PERFORM header TABLES lt_post USING is_credit-bukrs is_credit-waers iv_budat.
  PERFORM select_items TABLES lt_clear USING is_credit.
  PERFORM select_items TABLES lt_clear USING is_debit.
  lv_rest = is_credit-amount - iv_amount.
  PERFORM rest_item TABLES lt_post USING is_credit lv_rest CHANGING lv_count.
  lv_rest = is_debit-amount - iv_amount.
  PERFORM rest_item TABLES lt_post USING is_debit lv_rest CHANGING lv_count.
  PERFORM post_with_clearing TABLES lt_clear lt_post return.
ENDFORM.                    "clear_items

* What a clearing left over, and which clearing took it since. The items of a clearing that
* it cleared itself name it, so they are none.
FORM cleared_since USING iv_bukrs TYPE bkpf-bukrs
                         iv_kunnr TYPE bsad-kunnr
                         iv_belnr TYPE bkpf-belnr
                         iv_gjahr TYPE bkpf-gjahr
                   CHANGING ev_augbl TYPE bsad-augbl.
  CLEAR ev_augbl.
  SELECT augbl FROM bsad INTO ev_augbl UP TO 1 ROWS
    WHERE bukrs = iv_bukrs AND kunnr = iv_kunnr AND belnr = iv_belnr AND gjahr = iv_gjahr
      AND augbl <> iv_belnr AND augbl <> space.
  ENDSELECT.
ENDFORM.                    "cleared_since

* FBRA, then FB08. Refused where a residual item of the clearing is cleared itself.
FORM reset_clearing TABLES return STRUCTURE bapiret2
                    USING iv_bukrs TYPE bkpf-bukrs
                          iv_clearing TYPE zqtc_idemp-document
                          iv_budat TYPE bkpf-budat
                    CHANGING ev_untouched TYPE c.
  DATA: lv_belnr  TYPE bkpf-belnr,
        lv_gjahr  TYPE bkpf-gjahr,
        lv_posted TYPE bkpf-budat,
        lv_reason TYPE bkpf-stgrd,
        lv_since  TYPE bsad-augbl,
        lv_kunnr  TYPE bsad-kunnr.
  CLEAR ev_untouched.
  PERFORM fi_document USING iv_bukrs iv_clearing CHANGING lv_belnr lv_gjahr.
  IF lv_belnr IS INITIAL.
    ev_untouched = 'X'.
    PERFORM message TABLES return USING 'E' 'ZQTC' '013' iv_clearing ''.
    RETURN.
  ENDIF.
  SELECT SINGLE budat FROM bkpf INTO lv_posted
    WHERE bukrs = iv_bukrs AND belnr = lv_belnr AND gjahr = lv_gjahr.
  lv_reason = gc_reversal_other.
  IF lv_posted = iv_budat.
    lv_reason = gc_reversal_own.
  ENDIF.

* Is it reset and only not reversed? Of our own clearings the customer is known.
  SELECT kunnr FROM zqtc_idemp INTO lv_kunnr UP TO 1 ROWS
    WHERE funcname = 'Z_QTC_CLEAR' AND document = iv_clearing.
  ENDSELECT.
  IF sy-subrc = 0.
    SELECT kunnr FROM bsad INTO lv_kunnr UP TO 1 ROWS
      WHERE bukrs = iv_bukrs AND kunnr = lv_kunnr AND augdt = lv_posted AND augbl = lv_belnr.
    ENDSELECT.
  ELSE.
    SELECT kunnr FROM bsad INTO lv_kunnr UP TO 1 ROWS
      WHERE bukrs = iv_bukrs AND augdt = lv_posted AND augbl = lv_belnr.
    ENDSELECT.
  ENDIF.
  IF sy-subrc = 0.
    PERFORM cleared_since USING iv_bukrs lv_kunnr lv_belnr lv_gjahr CHANGING lv_since.
    IF lv_since IS NOT INITIAL.
      ev_untouched = 'X'.
      PERFORM message TABLES return USING 'E' 'ZQTC' '015' iv_clearing lv_since.
      RETURN.
    ENDIF.
    CALL FUNCTION 'CALL_FBRA'
      EXPORTING
        i_bukrs      = iv_bukrs
        i_augbl      = lv_belnr
        i_gjahr      = lv_gjahr
        i_mode       = 'N'
      EXCEPTIONS
        not_possible = 1
        OTHERS       = 2.
    IF sy-subrc <> 0.
      ev_untouched = 'X'.
      PERFORM system_message TABLES return.
      RETURN.
    ENDIF.
    COMMIT WORK AND WAIT.
  ENDIF.
  CALL FUNCTION 'CALL_FB08'
    EXPORTING
      i_bukrs      = iv_bukrs
      i_belnr      = lv_belnr
      i_gjahr      = lv_gjahr
      i_stgrd      = lv_reason
      i_budat      = iv_budat
      i_update     = 'S'
      i_mode       = 'N'
    EXCEPTIONS
      not_possible = 1
      OTHERS       = 2.
  IF sy-subrc <> 0.
    PERFORM system_message TABLES return.
    RETURN.
  ENDIF.
  COMMIT WORK AND WAIT.
ENDFORM.                    "reset_clearing

FORM own_clearings TABLES et_clearings STRUCTURE zqtc_clearing
                   USING iv_bukrs TYPE bkpf-bukrs
                         iv_document TYPE zqtc_idemp-document.
  DATA: lt_rows     TYPE STANDARD TABLE OF zqtc_idemp,
        ls_row      TYPE zqtc_idemp,
        ls_clearing TYPE zqtc_clearing.
  SELECT * FROM zqtc_idemp INTO TABLE lt_rows
    WHERE funcname = 'Z_QTC_CLEAR' AND bukrs = iv_bukrs AND credit = iv_document.
  LOOP AT lt_rows INTO ls_row.
    CLEAR ls_clearing.
    ls_clearing-clearing = ls_row-document.
    IF ls_row-status = gc_pending.
      PERFORM clearing_of USING iv_bukrs ls_row-idemp_key CHANGING ls_clearing-clearing.
      CHECK ls_clearing-clearing IS NOT INITIAL.
    ENDIF.
    ls_clearing-credit   = ls_row-credit.
    ls_clearing-debit    = ls_row-debit.
    ls_clearing-amount   = ls_row-amount.
    ls_clearing-currency = ls_row-waers.
    ls_clearing-key      = ls_row-idemp_key.
*   A person may have reset it in FBRA: the document says so, whatever our row says.
    PERFORM reversal_of USING iv_bukrs ls_clearing-clearing CHANGING ls_clearing-reset.
    APPEND ls_clearing TO et_clearings.
  ENDLOOP.
ENDFORM.                    "own_clearings

* Clearings by F.13 or by hand: whole items, without a key. The debit is named where
* there is exactly one.
FORM other_clearings TABLES et_clearings STRUCTURE zqtc_clearing
                     USING iv_bukrs TYPE bkpf-bukrs
                           iv_document TYPE zqtc_idemp-document.
  DATA: lv_belnr    TYPE bkpf-belnr,
        lv_gjahr    TYPE bkpf-gjahr,
        lv_kunnr    TYPE bsad-kunnr,
        lv_year     TYPE bkpf-gjahr,
        lv_lines    TYPE i,
        lt_items    TYPE STANDARD TABLE OF bsad,
        lt_debits   TYPE STANDARD TABLE OF bsad,
        ls_item     TYPE bsad,
        ls_debit    TYPE bsad,
        ls_clearing TYPE zqtc_clearing.
  PERFORM fi_document USING iv_bukrs iv_document CHANGING lv_belnr lv_gjahr.
  CHECK lv_belnr IS NOT INITIAL.
  SELECT SINGLE kunnr FROM bseg INTO lv_kunnr
    WHERE bukrs = iv_bukrs AND belnr = lv_belnr AND gjahr = lv_gjahr AND koart = 'D'.
  CHECK sy-subrc = 0.
  SELECT * FROM bsad INTO TABLE lt_items
    WHERE bukrs = iv_bukrs AND kunnr = lv_kunnr AND shkzg = 'H'
      AND ( ( belnr = lv_belnr AND gjahr = lv_gjahr )
         OR ( rebzg = lv_belnr AND rebzj = lv_gjahr ) ).
  LOOP AT lt_items INTO ls_item.
    CLEAR ls_clearing.
    PERFORM year_of USING iv_bukrs ls_item-augbl ls_item-augdt CHANGING lv_year.
    CONCATENATE ls_item-augbl iv_bukrs lv_year INTO ls_clearing-clearing.
    READ TABLE et_clearings WITH KEY clearing = ls_clearing-clearing TRANSPORTING NO FIELDS.
    CHECK sy-subrc <> 0.
*   A residual item of a clearing that was reset is cleared by the reversal: that pays nothing.
    PERFORM reversal_of USING iv_bukrs ls_clearing-clearing CHANGING ls_clearing-reset.
    CHECK ls_clearing-reset IS INITIAL.
    SELECT * FROM bsad INTO TABLE lt_debits
      WHERE bukrs = iv_bukrs AND kunnr = lv_kunnr AND augdt = ls_item-augdt
        AND augbl = ls_item-augbl AND shkzg = 'S'.
    DESCRIBE TABLE lt_debits LINES lv_lines.
    IF lv_lines = 1.
      READ TABLE lt_debits INTO ls_debit INDEX 1.
      CONCATENATE ls_debit-belnr iv_bukrs ls_debit-gjahr INTO ls_clearing-debit.
      IF ls_debit-wrbtr < ls_item-wrbtr.
        ls_item-wrbtr = ls_debit-wrbtr.
      ENDIF.
    ENDIF.
    ls_clearing-credit   = iv_document.
    ls_clearing-currency = ls_item-waers.
    CALL FUNCTION 'BAPI_CURRENCY_CONV_TO_EXTERNAL'
      EXPORTING
        currency        = ls_item-waers
        amount_internal = ls_item-wrbtr
      IMPORTING
        amount_external = ls_clearing-amount.
    APPEND ls_clearing TO et_clearings.
  ENDLOOP.
ENDFORM.                    "other_clearings

* BSAD does not name the year of the clearing document (AUGGJ is in newer releases only):
* it is the one that was posted on the day of the clearing.
FORM year_of USING iv_bukrs TYPE bkpf-bukrs
                   iv_belnr TYPE bsad-augbl
                   iv_augdt TYPE bsad-augdt
             CHANGING ev_gjahr TYPE bkpf-gjahr.
  CLEAR ev_gjahr.
  SELECT gjahr FROM bkpf INTO ev_gjahr UP TO 1 ROWS
    WHERE bukrs = iv_bukrs AND belnr = iv_belnr AND budat = iv_augdt.
  ENDSELECT.
  CHECK sy-subrc <> 0.
  ev_gjahr = iv_augdt(4).
ENDFORM.                    "year_of
