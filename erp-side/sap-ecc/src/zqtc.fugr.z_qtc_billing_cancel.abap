FUNCTION z_qtc_billing_cancel.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(IV_BILLINGDOCUMENT) TYPE  VBRK-VBELN
*"     VALUE(IV_BILLINGDATE) TYPE  VBRK-FKDAT OPTIONAL
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

* Commits by itself like its counterpart; looked up by the document flow.
  DATA: lv_todo   TYPE c LENGTH 1,
        lv_wait   TYPE c LENGTH 1,
        lv_failed TYPE c LENGTH 1,
        lv_vbeln  TYPE vbrk-vbeln,
        lv_cancel TYPE vbrk-vbeln,
        lt_return TYPE STANDARD TABLE OF bapiret1,
        ls_done   TYPE bapivbrksuccess,
        lt_done   TYPE STANDARD TABLE OF bapivbrksuccess.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_BILLING_CANCEL'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo <> gc_return.

  CALL FUNCTION 'CONVERSION_EXIT_ALPHA_INPUT'
    EXPORTING
      input  = iv_billingdocument
    IMPORTING
      output = lv_vbeln.
  IF lv_todo = gc_reconcile.
    PERFORM cancellation_of USING lv_vbeln CHANGING lv_cancel.
    IF lv_cancel IS NOT INITIAL.
      ev_repeated = 'X'.
      PERFORM pending_done TABLES return USING lv_cancel CHANGING ev_document.
      RETURN.
    ENDIF.
    PERFORM wait_for_pending TABLES return CHANGING lv_wait.
    CHECK lv_wait IS INITIAL.
  ENDIF.
  gs_row-credit = lv_vbeln.
  PERFORM note_pending.

  CALL FUNCTION 'BAPI_BILLINGDOC_CANCEL1'
    EXPORTING
      billingdocument = lv_vbeln
      billingdate     = iv_billingdate
    TABLES
      return          = lt_return
      success         = lt_done.
  PERFORM from_bapiret1 TABLES lt_return return.

  READ TABLE lt_done INTO ls_done INDEX 1.
  IF sy-subrc = 0.
    lv_cancel = ls_done-bill_doc.
  ENDIF.
  PERFORM failed TABLES return CHANGING lv_failed.
  IF lv_cancel IS INITIAL AND lv_failed IS INITIAL.
    PERFORM cancellation_of USING lv_vbeln CHANGING lv_cancel.
  ENDIF.
  IF lv_cancel IS NOT INITIAL.
    PERFORM pending_done TABLES return USING lv_cancel CHANGING ev_document.
  ELSEIF lv_failed = 'X'.
    PERFORM pending_failed.
  ELSE.
    PERFORM message TABLES return USING 'E' 'ZQTC' '012' iv_key ''.
    PERFORM finish.
  ENDIF.
ENDFUNCTION.
