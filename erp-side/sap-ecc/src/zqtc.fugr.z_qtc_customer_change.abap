FUNCTION z_qtc_customer_change.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(IV_CUSTOMER) TYPE  KNA1-KUNNR
*"     VALUE(IS_COMPANYDATA) TYPE  BAPIKNA106 OPTIONAL
*"     VALUE(IS_COMPANYDATAX) TYPE  BAPIKNA106X OPTIONAL
*"     VALUE(IV_STCEG) TYPE  KNA1-STCEG OPTIONAL
*"     VALUE(IV_STCEGX) TYPE  XFELD OPTIONAL
*"     VALUE(IV_AUFSD) TYPE  KNA1-AUFSD OPTIONAL
*"     VALUE(IV_AUFSDX) TYPE  XFELD OPTIONAL
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  DATA: lv_todo  TYPE c LENGTH 1,
        lv_kunnr TYPE kna1-kunnr.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_CUSTOMER_CHANGE'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo = gc_post.

  CALL FUNCTION 'CONVERSION_EXIT_ALPHA_INPUT'
    EXPORTING
      input  = iv_customer
    IMPORTING
      output = lv_kunnr.
  PERFORM change_customer TABLES return
          USING lv_kunnr is_companydata is_companydatax iv_stceg iv_stcegx iv_aufsd iv_aufsdx.
  PERFORM keep TABLES return USING lv_kunnr CHANGING ev_document.
ENDFUNCTION.
