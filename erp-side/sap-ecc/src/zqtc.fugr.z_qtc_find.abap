FUNCTION z_qtc_find.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"  EXPORTING
*"     VALUE(EV_FUNCTION) TYPE  ZQTC_IDEMP-FUNCNAME
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_STATUS) TYPE  ZQTC_IDEMP-STATUS
*"     VALUE(EV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  DATA ls_row TYPE zqtc_idemp.

  CLEAR: ev_function, ev_document, ev_status, ev_stripe_id.
  REFRESH return.
  SELECT SINGLE * FROM zqtc_idemp INTO ls_row WHERE idemp_key = iv_key.
  CHECK sy-subrc = 0.
* An attempt that ended in the middle must not stay PENDING for whoever only asks: its
* document counts, and without one it is unknown again once it cannot come any more.
  IF ls_row-status = gc_pending.
    PERFORM settle_pending CHANGING ls_row.
    CHECK ls_row-status IS NOT INITIAL.
  ENDIF.
  ev_function  = ls_row-funcname.
  ev_document  = ls_row-document.
  ev_status    = ls_row-status.
  ev_stripe_id = ls_row-stripe_id.
ENDFUNCTION.
