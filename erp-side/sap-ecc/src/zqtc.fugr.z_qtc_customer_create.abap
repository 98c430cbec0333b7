FUNCTION z_qtc_customer_create.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(PI_COMPANYDATA) TYPE  BAPIKNA106
*"     VALUE(PI_COPYREFERENCE) TYPE  BAPIKNA102
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  DATA: lv_todo     TYPE c LENGTH 1,
        lv_customer TYPE bapikna103-customer,
        ls_answer   TYPE bapireturn1,
        ls_return   TYPE bapiret2.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_CUSTOMER_CREATE'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo = gc_post.

  CALL FUNCTION 'BAPI_CUSTOMER_CREATEFROMDATA1'
    EXPORTING
      pi_companydata   = pi_companydata
      pi_copyreference = pi_copyreference
    IMPORTING
      customerno       = lv_customer
      return           = ls_answer.
  IF ls_answer-type IS NOT INITIAL.
    MOVE-CORRESPONDING ls_answer TO ls_return.
    APPEND ls_return TO return.
  ENDIF.
  PERFORM keep TABLES return USING lv_customer CHANGING ev_document.
ENDFUNCTION.
