FUNCTION z_qtc_clear_reset.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(IV_COMP_CODE) TYPE  BKPF-BUKRS
*"     VALUE(IV_CLEARING) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(IV_PSTNG_DATE) TYPE  BKPF-BUDAT
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

* Two transactions that commit by themselves. Each step is skipped when it was done.
  DATA: lv_todo      TYPE c LENGTH 1,
        lv_reversal  TYPE zqtc_idemp-document,
        lv_untouched TYPE c LENGTH 1,
        lv_failed    TYPE c LENGTH 1.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_CLEAR_RESET'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo <> gc_return.

  PERFORM reversal_of USING iv_comp_code iv_clearing CHANGING lv_reversal.
  IF lv_reversal IS NOT INITIAL AND lv_todo = gc_post.
    PERFORM message TABLES return USING 'E' 'ZQTC' '011' iv_clearing lv_reversal.
    PERFORM finish.
    RETURN.
  ENDIF.

  IF lv_reversal IS INITIAL.
    gs_row-bukrs  = iv_comp_code.
    gs_row-credit = iv_clearing.
    PERFORM note_pending.
    PERFORM reset_clearing TABLES return USING iv_comp_code iv_clearing iv_pstng_date
                           CHANGING lv_untouched.
    PERFORM reversal_of USING iv_comp_code iv_clearing CHANGING lv_reversal.
  ELSE.
    ev_repeated = 'X'.
  ENDIF.
  IF lv_reversal IS NOT INITIAL.
    UPDATE zqtc_idemp SET reset_by = lv_reversal
      WHERE funcname = 'Z_QTC_CLEAR' AND document = iv_clearing.
    PERFORM pending_done TABLES return USING lv_reversal CHANGING ev_document.
    RETURN.
  ENDIF.

  IF lv_untouched = 'X'.
    PERFORM pending_failed.
    RETURN.
  ENDIF.
* A clearing that is reset but not reversed yet must be finished: the row stays PENDING.
  PERFORM failed TABLES return CHANGING lv_failed.
  IF lv_failed IS INITIAL.
    PERFORM message TABLES return USING 'E' 'ZQTC' '012' iv_key ''.
  ENDIF.
  PERFORM finish.
ENDFUNCTION.
