FUNCTION z_qtc_order_create.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(ORDER_HEADER_IN) TYPE  BAPISDHD1
*"     VALUE(ORDER_HEADER_INX) TYPE  BAPISDHD1X OPTIONAL
*"     VALUE(TESTRUN) TYPE  BAPIFLAG-BAPIFLAG OPTIONAL
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"      ORDER_ITEMS_IN STRUCTURE  BAPISDITM OPTIONAL
*"      ORDER_ITEMS_INX STRUCTURE  BAPISDITMX OPTIONAL
*"      ORDER_PARTNERS STRUCTURE  BAPIPARNR
*"      ORDER_SCHEDULES_IN STRUCTURE  BAPISCHDL OPTIONAL
*"      ORDER_SCHEDULES_INX STRUCTURE  BAPISCHDLX OPTIONAL
*"      ORDER_CONDITIONS_IN STRUCTURE  BAPICOND OPTIONAL
*"      ORDER_CONDITIONS_INX STRUCTURE  BAPICONDX OPTIONAL
*"      ORDER_TEXT STRUCTURE  BAPISDTEXT OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  DATA: lv_todo  TYPE c LENGTH 1,
        lv_order TYPE bapivbeln-vbeln.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_ORDER_CREATE'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo = gc_post.

  CALL FUNCTION 'BAPI_SALESORDER_CREATEFROMDAT2'
    EXPORTING
      order_header_in      = order_header_in
      order_header_inx     = order_header_inx
      testrun              = testrun
    IMPORTING
      salesdocument        = lv_order
    TABLES
      return               = return
      order_items_in       = order_items_in
      order_items_inx      = order_items_inx
      order_partners       = order_partners
      order_schedules_in   = order_schedules_in
      order_schedules_inx  = order_schedules_inx
      order_conditions_in  = order_conditions_in
      order_conditions_inx = order_conditions_inx
      order_text           = order_text.
  IF testrun IS NOT INITIAL.
    PERFORM forget.
    RETURN.
  ENDIF.
  PERFORM keep TABLES return USING lv_order CHANGING ev_document.
ENDFUNCTION.
