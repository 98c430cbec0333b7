FUNCTION z_qtc_document_post.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(DOCUMENTHEADER) TYPE  BAPIACHE09
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"      ACCOUNTGL STRUCTURE  BAPIACGL09 OPTIONAL
*"      ACCOUNTRECEIVABLE STRUCTURE  BAPIACAR09 OPTIONAL
*"      ACCOUNTTAX STRUCTURE  BAPIACTX09 OPTIONAL
*"      CURRENCYAMOUNT STRUCTURE  BAPIACCR09
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  DATA: lv_todo TYPE c LENGTH 1,
        lv_key  TYPE bapiache09-obj_key.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_DOCUMENT_POST'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo = gc_post.

  CALL FUNCTION 'BAPI_ACC_DOCUMENT_POST'
    EXPORTING
      documentheader    = documentheader
    IMPORTING
      obj_key           = lv_key
    TABLES
      accountgl         = accountgl
      accountreceivable = accountreceivable
      accounttax        = accounttax
      currencyamount    = currencyamount
      return            = return.
  PERFORM keep TABLES return USING lv_key CHANGING ev_document.
ENDFUNCTION.
