FUNCTION z_qtc_document_reverse.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(REVERSAL) TYPE  BAPIACREV
*"     VALUE(BUS_ACT) TYPE  BAPIACHE09-BUS_ACT
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  DATA: lv_todo TYPE c LENGTH 1,
        lv_key  TYPE bapiacrev-obj_key.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_DOCUMENT_REVERSE'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo = gc_post.

  CALL FUNCTION 'BAPI_ACC_DOCUMENT_REV_POST'
    EXPORTING
      reversal = reversal
      bus_act  = bus_act
    IMPORTING
      obj_key  = lv_key
    TABLES
      return   = return.
  PERFORM keep TABLES return USING lv_key CHANGING ev_document.
ENDFUNCTION.
