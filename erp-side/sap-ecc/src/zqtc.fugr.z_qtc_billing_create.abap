FUNCTION z_qtc_billing_create.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"      BILLINGDATAIN STRUCTURE  BAPIVBRK
*"      CONDITIONDATAIN STRUCTURE  BAPIKOMV OPTIONAL
*"      SUCCESS STRUCTURE  BAPIVBRKSUCCESS OPTIONAL
*"      ERRORS STRUCTURE  BAPIVBRKERRORS OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

* The BAPI commits by itself, so nothing can be rolled back: the row goes first, and
* an attempt that ended in the middle is looked up by VBRK-XBLNR.
  DATA: lv_todo   TYPE c LENGTH 1,
        lv_wait   TYPE c LENGTH 1,
        lv_failed TYPE c LENGTH 1,
        lv_vbeln  TYPE vbrk-vbeln,
        lt_return TYPE STANDARD TABLE OF bapiret1.

  REFRESH: success, errors.
  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_BILLING_CREATE'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo <> gc_return.

  IF lv_todo = gc_reconcile.
    PERFORM billing_of USING iv_key CHANGING lv_vbeln.
    IF lv_vbeln IS NOT INITIAL.
      ev_repeated = 'X'.
      PERFORM pending_done TABLES return USING lv_vbeln CHANGING ev_document.
      RETURN.
    ENDIF.
    PERFORM wait_for_pending TABLES return CHANGING lv_wait.
    CHECK lv_wait IS INITIAL.
  ENDIF.
  PERFORM note_pending.

  CALL FUNCTION 'BAPI_BILLINGDOC_CREATEMULTIPLE'
    TABLES
      billingdatain   = billingdatain
      conditiondatain = conditiondatain
      return          = lt_return
      success         = success
      errors          = errors.
  PERFORM from_bapiret1 TABLES lt_return return.

  READ TABLE success INDEX 1.
  IF sy-subrc = 0.
    lv_vbeln = success-bill_doc.
  ELSE.
    PERFORM billing_of USING iv_key CHANGING lv_vbeln.
  ENDIF.
  IF lv_vbeln IS NOT INITIAL.
    PERFORM pending_done TABLES return USING lv_vbeln CHANGING ev_document.
    RETURN.
  ENDIF.
  PERFORM failed TABLES return CHANGING lv_failed.
  IF lv_failed IS INITIAL AND errors[] IS INITIAL.
*   Neither made nor refused: the row stays PENDING and the next call looks again.
    PERFORM message TABLES return USING 'E' 'ZQTC' '012' iv_key ''.
    PERFORM finish.
    RETURN.
  ENDIF.
  IF lv_failed IS INITIAL.
    PERFORM message TABLES return USING 'E' 'ZQTC' '004' 'Z_QTC_BILLING_CREATE' ''.
  ENDIF.
  PERFORM pending_failed.
ENDFUNCTION.
