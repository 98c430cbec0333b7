FUNCTION z_qtc_clear.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(IV_COMP_CODE) TYPE  BKPF-BUKRS
*"     VALUE(IV_CUSTOMER) TYPE  BSID-KUNNR
*"     VALUE(IV_CREDIT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(IV_DEBIT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(IV_AMOUNT) TYPE  BAPIACCR09-AMT_DOCCUR
*"     VALUE(IV_CURRENCY) TYPE  BKPF-WAERS
*"     VALUE(IV_PSTNG_DATE) TYPE  BKPF-BUDAT
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

* FB05 commits by itself: row first, and looked up by BKPF-XBLNR, which is the key.
  DATA: lv_todo   TYPE c LENGTH 1,
        lv_wait   TYPE c LENGTH 1,
        lv_failed TYPE c LENGTH 1,
        lv_found  TYPE zqtc_idemp-document,
        ls_credit TYPE ty_open,
        ls_debit  TYPE ty_open,
        lv_amount TYPE bsid-wrbtr.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_CLEAR'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo <> gc_return.

  IF lv_todo = gc_reconcile.
    PERFORM clearing_of USING iv_comp_code iv_key CHANGING lv_found.
    IF lv_found IS NOT INITIAL.
      ev_repeated = 'X'.
      PERFORM pending_done TABLES return USING lv_found CHANGING ev_document.
      RETURN.
    ENDIF.
    PERFORM wait_for_pending TABLES return CHANGING lv_wait.
    CHECK lv_wait IS INITIAL.
  ENDIF.

  PERFORM to_clear TABLES return
                   USING iv_comp_code iv_customer iv_credit iv_debit iv_amount iv_currency
                   CHANGING ls_credit ls_debit lv_amount.
  PERFORM failed TABLES return CHANGING lv_failed.
  IF lv_failed = 'X'.
    PERFORM pending_failed.
    RETURN.
  ENDIF.

  gs_row-bukrs  = iv_comp_code.
  gs_row-kunnr  = ls_credit-kunnr.
  gs_row-credit = iv_credit.
  gs_row-debit  = iv_debit.
  gs_row-amount = iv_amount.
  gs_row-waers  = iv_currency.
  PERFORM note_pending.
  PERFORM clear_items TABLES return USING ls_credit ls_debit lv_amount iv_pstng_date.

* What the database holds counts, not what the transaction said.
  PERFORM clearing_of USING iv_comp_code iv_key CHANGING lv_found.
  IF lv_found IS NOT INITIAL.
    PERFORM pending_done TABLES return USING lv_found CHANGING ev_document.
    RETURN.
  ENDIF.
  PERFORM failed TABLES return CHANGING lv_failed.
  IF lv_failed = 'X'.
    PERFORM pending_failed.
  ELSE.
    PERFORM message TABLES return USING 'E' 'ZQTC' '012' iv_key ''.
    PERFORM finish.
  ENDIF.
ENDFUNCTION.
