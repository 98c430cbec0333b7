FUNCTION z_qtc_order_change.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_KEY) TYPE  ZQTC_IDEMP-IDEMP_KEY
*"     VALUE(IV_STRIPE_ID) TYPE  ZQTC_IDEMP-STRIPE_ID OPTIONAL
*"     VALUE(SALESDOCUMENT) TYPE  BAPIVBELN-VBELN
*"     VALUE(ORDER_HEADER_IN) TYPE  BAPISDH1 OPTIONAL
*"     VALUE(ORDER_HEADER_INX) TYPE  BAPISDH1X
*"  EXPORTING
*"     VALUE(EV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"     VALUE(EV_REPEATED) TYPE  XFELD
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"      ORDER_ITEM_IN STRUCTURE  BAPISDITM OPTIONAL
*"      ORDER_ITEM_INX STRUCTURE  BAPISDITMX OPTIONAL
*"      SCHEDULE_LINES STRUCTURE  BAPISCHDL OPTIONAL
*"      SCHEDULE_LINESX STRUCTURE  BAPISCHDLX OPTIONAL
*"      CONDITIONS_IN STRUCTURE  BAPICOND OPTIONAL
*"      CONDITIONS_INX STRUCTURE  BAPICONDX OPTIONAL
*"      ORDER_TEXT STRUCTURE  BAPISDTEXT OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  DATA: lv_todo  TYPE c LENGTH 1,
        lv_order TYPE bapivbeln-vbeln.

  PERFORM begin TABLES return USING iv_key iv_stripe_id 'Z_QTC_ORDER_CHANGE'
                CHANGING ev_document ev_repeated lv_todo.
  CHECK lv_todo = gc_post.

  CALL FUNCTION 'CONVERSION_EXIT_ALPHA_INPUT'
    EXPORTING
      input  = salesdocument
    IMPORTING
      output = lv_order.
  CALL FUNCTION 'BAPI_SALESORDER_CHANGE'
    EXPORTING
      salesdocument    = lv_order
      order_header_in  = order_header_in
      order_header_inx = order_header_inx
    TABLES
      return           = return
      order_item_in    = order_item_in
      order_item_inx   = order_item_inx
      schedule_lines   = schedule_lines
      schedule_linesx  = schedule_linesx
      conditions_in    = conditions_in
      conditions_inx   = conditions_inx
      order_text       = order_text.
  PERFORM keep TABLES return USING lv_order CHANGING ev_document.
ENDFUNCTION.
