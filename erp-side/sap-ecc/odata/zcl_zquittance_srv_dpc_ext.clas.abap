* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.
*
* Data provider of ZQUITTANCE_SRV: paste it into the class of this name that SEGW
* generates. It is not part of the abapGit repository, because it cannot be activated
* before SEGW has generated its superclass. Nothing newer than ABAP 7.02 is used.
* The types below expect the ABAP field name of each property to be the property's name
* in capitals, Edm.DateTime as TIMESTAMP and Edm.Boolean as FLAG; set it so in SEGW.
CLASS zcl_zquittance_srv_dpc_ext DEFINITION
  PUBLIC INHERITING FROM zcl_zquittance_srv_dpc CREATE PUBLIC.

  PUBLIC SECTION.
    TYPES:
      ty_amount TYPE p LENGTH 12 DECIMALS 4,
      BEGIN OF ty_item,
        order             TYPE c LENGTH 10,
        item              TYPE c LENGTH 6,
        material          TYPE c LENGTH 18,
        description       TYPE c LENGTH 40,
        quantity          TYPE ty_amount,
        confirmedquantity TYPE ty_amount,
        price             TYPE ty_amount,
        discount          TYPE ty_amount,
        taxclassification TYPE c LENGTH 1,
        rejectionreason   TYPE c LENGTH 2,
        linereference     TYPE c LENGTH 16,
        netamount         TYPE ty_amount,
        taxamount         TYPE ty_amount,
        version           TYPE c LENGTH 10,
      END OF ty_item,
      ty_items TYPE STANDARD TABLE OF ty_item WITH DEFAULT KEY,
      BEGIN OF ty_order,
        number              TYPE c LENGTH 10,
        reference           TYPE c LENGTH 16,
        stripeid            TYPE c LENGTH 40,
        ordertype           TYPE c LENGTH 4,
        salesorganisation   TYPE c LENGTH 4,
        distributionchannel TYPE c LENGTH 2,
        division            TYPE c LENGTH 2,
        customer            TYPE c LENGTH 10,
        shoporder           TYPE c LENGTH 30,
        orderdate           TYPE timestamp,
        currency            TYPE c LENGTH 5,
        deliveryblock       TYPE c LENGTH 2,
        paymentstate        TYPE c LENGTH 20,
        paidon              TYPE timestamp,
        cancelreference     TYPE c LENGTH 16,
        netamount           TYPE ty_amount,
        taxamount           TYPE ty_amount,
        totalamount         TYPE ty_amount,
        deliverystatus      TYPE c LENGTH 1,
        invoiced            TYPE flag,
        shiptoname          TYPE c LENGTH 35,
        shiptostreet        TYPE c LENGTH 35,
        shiptocity          TYPE c LENGTH 35,
        shiptopostalcode    TYPE c LENGTH 10,
        shiptoregion        TYPE c LENGTH 3,
        shiptocountry       TYPE c LENGTH 2,
        notes               TYPE string,
        version             TYPE c LENGTH 10,
        items               TYPE ty_items,
      END OF ty_order,
      BEGIN OF ty_customer,
        number     TYPE c LENGTH 10,
        reference  TYPE c LENGTH 16,
        stripeid   TYPE c LENGTH 40,
        name       TYPE c LENGTH 35,
        name2      TYPE c LENGTH 35,
        street     TYPE c LENGTH 35,
        postalcode TYPE c LENGTH 10,
        city       TYPE c LENGTH 35,
        region     TYPE c LENGTH 3,
        country    TYPE c LENGTH 2,
        language   TYPE c LENGTH 1,
        currency   TYPE c LENGTH 5,
        phone      TYPE c LENGTH 16,
        email      TYPE c LENGTH 241,
        taxid      TYPE c LENGTH 20,
        orderblock TYPE c LENGTH 2,
        version    TYPE c LENGTH 10,
      END OF ty_customer,
      BEGIN OF ty_line,
        document      TYPE c LENGTH 18,
        line          TYPE c LENGTH 3,
        accounttype   TYPE c LENGTH 1,
        account       TYPE c LENGTH 10,
        specialledger TYPE c LENGTH 1,
        assignment    TYPE c LENGTH 18,
        text          TYPE c LENGTH 50,
        taxcode       TYPE c LENGTH 2,
        taxbase       TYPE ty_amount,
        amount        TYPE ty_amount,
        ledgeramount  TYPE ty_amount,
      END OF ty_line,
      ty_lines TYPE STANDARD TABLE OF ty_line WITH DEFAULT KEY,
      BEGIN OF ty_document,
        document       TYPE c LENGTH 18,
        reference      TYPE c LENGTH 16,
        stripeid       TYPE c LENGTH 40,
        documenttype   TYPE c LENGTH 2,
        companycode    TYPE c LENGTH 4,
        documentdate   TYPE timestamp,
        postingdate    TYPE timestamp,
        headertext     TYPE c LENGTH 25,
        currency       TYPE c LENGTH 5,
        ledgercurrency TYPE c LENGTH 5,
        reversedby     TYPE c LENGTH 18,
        lines          TYPE ty_lines,
      END OF ty_document,
      BEGIN OF ty_reversal,
        reference        TYPE c LENGTH 16,
        stripeid         TYPE c LENGTH 40,
        document         TYPE c LENGTH 18,
        postingdate      TYPE timestamp,
        reason           TYPE c LENGTH 2,
        reversaldocument TYPE c LENGTH 18,
      END OF ty_reversal,
      ty_reversals TYPE STANDARD TABLE OF ty_reversal WITH DEFAULT KEY,
      BEGIN OF ty_clearing,
        clearing       TYPE c LENGTH 18,
        reference      TYPE c LENGTH 16,
        customer       TYPE c LENGTH 10,
        credit         TYPE c LENGTH 18,
        debit          TYPE c LENGTH 18,
        amount         TYPE ty_amount,
        currency       TYPE c LENGTH 5,
        postingdate    TYPE timestamp,
        resetreference TYPE c LENGTH 16,
        resetdocument  TYPE c LENGTH 18,
      END OF ty_clearing,
      ty_clearings TYPE STANDARD TABLE OF ty_clearing WITH DEFAULT KEY,
      ty_orders    TYPE STANDARD TABLE OF ty_order WITH DEFAULT KEY,
      ty_customers TYPE STANDARD TABLE OF ty_customer WITH DEFAULT KEY,
      ty_documents TYPE STANDARD TABLE OF ty_document WITH DEFAULT KEY.

    METHODS /iwbep/if_mgw_appl_srv_runtime~create_deep_entity REDEFINITION.
    METHODS /iwbep/if_mgw_appl_srv_runtime~create_entity REDEFINITION.
    METHODS /iwbep/if_mgw_appl_srv_runtime~update_entity REDEFINITION.
    METHODS /iwbep/if_mgw_appl_srv_runtime~get_entity REDEFINITION.
    METHODS /iwbep/if_mgw_appl_srv_runtime~get_entityset REDEFINITION.
    METHODS /iwbep/if_mgw_appl_srv_runtime~get_expanded_entity REDEFINITION.
    METHODS /iwbep/if_mgw_appl_srv_runtime~get_expanded_entityset REDEFINITION.

  PRIVATE SECTION.
    TYPES: ty_return TYPE STANDARD TABLE OF bapiret2 WITH DEFAULT KEY.
    CONSTANTS:
*     As the adapter's configuration and your customizing have them.
      gc_price     TYPE bapicond-cond_type VALUE 'PR00',
      gc_discount  TYPE bapicond-cond_type VALUE 'RB00',
      gc_rejection TYPE bapisditm-reason_rej VALUE '00',
      gc_vkorg     TYPE vkorg VALUE '1000',
      gc_vtweg     TYPE vtweg VALUE '10',
      gc_spart     TYPE spart VALUE '00',
      gc_like      TYPE kunnr VALUE '0000000001'.

    METHODS refuse
      IMPORTING it_return TYPE ty_return
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS not_found
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS key_of
      IMPORTING it_keys TYPE /iwbep/t_mgw_name_value_pair iv_name TYPE string
      RETURNING value(rv_value) TYPE string.
    METHODS filtered
      IMPORTING it_filter TYPE /iwbep/t_mgw_select_option iv_name TYPE string
      RETURNING value(rv_value) TYPE string.
    METHODS day_of
      IMPORTING iv_stamp TYPE timestamp
      RETURNING value(rv_day) TYPE sydatum.
    METHODS stamp_of
      IMPORTING iv_day TYPE sydatum
      RETURNING value(rv_stamp) TYPE timestamp.
    METHODS document_of_key
      IMPORTING iv_key TYPE string iv_function TYPE zqtc_idemp-funcname
      RETURNING value(rv_document) TYPE zqtc_idemp-document.

    METHODS create_order
      CHANGING cs_order TYPE ty_order
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS read_order
      IMPORTING iv_number TYPE string
      RETURNING value(rs_order) TYPE ty_order.
    METHODS change_order
      IMPORTING is_wanted TYPE ty_order
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS add_item
      CHANGING cs_item TYPE ty_item
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS change_item
      IMPORTING is_item TYPE ty_item
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS create_customer
      CHANGING cs_customer TYPE ty_customer
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS change_customer
      IMPORTING is_wanted TYPE ty_customer
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS read_customer
      IMPORTING iv_number TYPE string
      RETURNING value(rs_customer) TYPE ty_customer.
    METHODS create_document
      CHANGING cs_document TYPE ty_document
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS read_document
      IMPORTING iv_document TYPE string
      RETURNING value(rs_document) TYPE ty_document.
    METHODS create_reversal
      CHANGING cs_reversal TYPE ty_reversal
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS create_clearing
      CHANGING cs_clearing TYPE ty_clearing
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS reset_clearing
      IMPORTING is_clearing TYPE ty_clearing
      RAISING /iwbep/cx_mgw_busi_exception.
    METHODS clearings_of
      IMPORTING iv_credit TYPE string
      RETURNING value(rt_clearings) TYPE ty_clearings.
    METHODS read_clearing
      IMPORTING iv_clearing TYPE string
      RETURNING value(rs_clearing) TYPE ty_clearing.
ENDCLASS.

CLASS zcl_zquittance_srv_dpc_ext IMPLEMENTATION.

  METHOD /iwbep/if_mgw_appl_srv_runtime~create_deep_entity.
    DATA: ls_order    TYPE ty_order,
          ls_document TYPE ty_document.
    CASE iv_entity_set_name.
      WHEN 'SalesOrders'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_order ).
        create_order( CHANGING cs_order = ls_order ).
        copy_data_to_ref( EXPORTING is_data = ls_order CHANGING cr_data = er_deep_entity ).
      WHEN 'FinancialDocuments'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_document ).
        create_document( CHANGING cs_document = ls_document ).
        copy_data_to_ref( EXPORTING is_data = ls_document CHANGING cr_data = er_deep_entity ).
    ENDCASE.
  ENDMETHOD.

  METHOD /iwbep/if_mgw_appl_srv_runtime~create_entity.
    DATA: ls_item     TYPE ty_item,
          ls_customer TYPE ty_customer,
          ls_reversal TYPE ty_reversal,
          ls_clearing TYPE ty_clearing.
    CASE iv_entity_set_name.
      WHEN 'SalesOrderItems'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_item ).
        add_item( CHANGING cs_item = ls_item ).
        copy_data_to_ref( EXPORTING is_data = ls_item CHANGING cr_data = er_entity ).
      WHEN 'Customers'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_customer ).
        create_customer( CHANGING cs_customer = ls_customer ).
        copy_data_to_ref( EXPORTING is_data = ls_customer CHANGING cr_data = er_entity ).
      WHEN 'Reversals'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_reversal ).
        create_reversal( CHANGING cs_reversal = ls_reversal ).
        copy_data_to_ref( EXPORTING is_data = ls_reversal CHANGING cr_data = er_entity ).
      WHEN 'Clearings'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_clearing ).
        create_clearing( CHANGING cs_clearing = ls_clearing ).
        copy_data_to_ref( EXPORTING is_data = ls_clearing CHANGING cr_data = er_entity ).
    ENDCASE.
  ENDMETHOD.

* The framework has read the entity, compared its ETag and merged what was sent into it.
  METHOD /iwbep/if_mgw_appl_srv_runtime~update_entity.
    DATA: ls_order    TYPE ty_order,
          ls_item     TYPE ty_item,
          ls_customer TYPE ty_customer,
          ls_clearing TYPE ty_clearing.
    CASE iv_entity_set_name.
      WHEN 'Customers'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_customer ).
        ls_customer-number = key_of( it_keys = it_key_tab iv_name = 'Number' ).
        change_customer( ls_customer ).
      WHEN 'SalesOrders'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_order ).
        ls_order-number = key_of( it_keys = it_key_tab iv_name = 'Number' ).
        change_order( ls_order ).
      WHEN 'SalesOrderItems'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_item ).
        ls_item-order = key_of( it_keys = it_key_tab iv_name = 'Order' ).
        ls_item-item  = key_of( it_keys = it_key_tab iv_name = 'Item' ).
        change_item( ls_item ).
      WHEN 'Clearings'.
        io_data_provider->read_entry_data( IMPORTING es_data = ls_clearing ).
        ls_clearing-clearing = key_of( it_keys = it_key_tab iv_name = 'Clearing' ).
        reset_clearing( ls_clearing ).
    ENDCASE.
  ENDMETHOD.

  METHOD /iwbep/if_mgw_appl_srv_runtime~get_entity.
    DATA: ls_order    TYPE ty_order,
          ls_item     TYPE ty_item,
          ls_customer TYPE ty_customer,
          ls_document TYPE ty_document,
          ls_clearing TYPE ty_clearing.
    CASE iv_entity_set_name.
      WHEN 'SalesOrders'.
        ls_order = read_order( key_of( it_keys = it_key_tab iv_name = 'Number' ) ).
        IF ls_order-number IS INITIAL.
          not_found( ).
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = ls_order CHANGING cr_data = er_entity ).
      WHEN 'SalesOrderItems'.
        ls_order = read_order( key_of( it_keys = it_key_tab iv_name = 'Order' ) ).
        ls_item-item = key_of( it_keys = it_key_tab iv_name = 'Item' ).
        READ TABLE ls_order-items INTO ls_item WITH KEY item = ls_item-item.
        IF sy-subrc <> 0.
          not_found( ).
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = ls_item CHANGING cr_data = er_entity ).
      WHEN 'Customers'.
        ls_customer = read_customer( key_of( it_keys = it_key_tab iv_name = 'Number' ) ).
        IF ls_customer-number IS INITIAL.
          not_found( ).
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = ls_customer CHANGING cr_data = er_entity ).
      WHEN 'FinancialDocuments'.
        ls_document = read_document( key_of( it_keys = it_key_tab iv_name = 'Document' ) ).
        IF ls_document-document IS INITIAL.
          not_found( ).
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = ls_document CHANGING cr_data = er_entity ).
      WHEN 'Clearings'.
        ls_clearing = read_clearing( key_of( it_keys = it_key_tab iv_name = 'Clearing' ) ).
        IF ls_clearing-clearing IS INITIAL.
          not_found( ).
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = ls_clearing CHANGING cr_data = er_entity ).
    ENDCASE.
  ENDMETHOD.

* Lists are asked for by reference, clearings by credit: nothing is ever read whole.
  METHOD /iwbep/if_mgw_appl_srv_runtime~get_entityset.
    DATA: lv_key       TYPE string,
          lv_document  TYPE string,
          ls_order     TYPE ty_order,
          lt_orders    TYPE ty_orders,
          ls_customer  TYPE ty_customer,
          lt_customers TYPE ty_customers,
          ls_document  TYPE ty_document,
          lt_documents TYPE ty_documents,
          ls_reversal  TYPE ty_reversal,
          lt_reversals TYPE ty_reversals,
          lt_clearings TYPE ty_clearings.
    lv_key = filtered( it_filter = it_filter_select_options iv_name = 'Reference' ).
    CASE iv_entity_set_name.
      WHEN 'SalesOrders'.
        lv_document = document_of_key( iv_key = lv_key iv_function = 'Z_QTC_ORDER_CREATE' ).
        ls_order = read_order( lv_document ).
        IF ls_order-number IS NOT INITIAL.
          APPEND ls_order TO lt_orders.
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = lt_orders CHANGING cr_data = er_entityset ).
      WHEN 'Customers'.
        lv_document = document_of_key( iv_key = lv_key iv_function = 'Z_QTC_CUSTOMER_CREATE' ).
        ls_customer = read_customer( lv_document ).
        IF ls_customer-number IS NOT INITIAL.
          APPEND ls_customer TO lt_customers.
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = lt_customers CHANGING cr_data = er_entityset ).
      WHEN 'FinancialDocuments'.
        lv_document = document_of_key( iv_key = lv_key iv_function = 'Z_QTC_DOCUMENT_POST' ).
        ls_document = read_document( lv_document ).
        IF ls_document-document IS NOT INITIAL.
          APPEND ls_document TO lt_documents.
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = lt_documents CHANGING cr_data = er_entityset ).
      WHEN 'Reversals'.
        ls_reversal-reversaldocument = document_of_key( iv_key = lv_key iv_function = 'Z_QTC_DOCUMENT_REVERSE' ).
        IF ls_reversal-reversaldocument IS NOT INITIAL.
          ls_reversal-reference = lv_key.
          ls_reversal-document  = filtered( it_filter = it_filter_select_options iv_name = 'Document' ).
          APPEND ls_reversal TO lt_reversals.
        ENDIF.
        copy_data_to_ref( EXPORTING is_data = lt_reversals CHANGING cr_data = er_entityset ).
      WHEN 'Clearings'.
        lt_clearings = clearings_of( filtered( it_filter = it_filter_select_options iv_name = 'Credit' ) ).
        copy_data_to_ref( EXPORTING is_data = lt_clearings CHANGING cr_data = er_entityset ).
    ENDCASE.
  ENDMETHOD.

* The entities are read with their items and lines anyway.
  METHOD /iwbep/if_mgw_appl_srv_runtime~get_expanded_entity.
    DATA lv_name TYPE string.
    /iwbep/if_mgw_appl_srv_runtime~get_entity(
      EXPORTING iv_entity_name          = iv_entity_name
                iv_entity_set_name      = iv_entity_set_name
                iv_source_name          = iv_source_name
                it_key_tab              = it_key_tab
                it_navigation_path      = it_navigation_path
      IMPORTING er_entity               = er_entity ).
    lv_name = 'ITEMS'.
    IF iv_entity_set_name = 'FinancialDocuments'.
      lv_name = 'LINES'.
    ENDIF.
    APPEND lv_name TO et_expanded_tech_clauses.
  ENDMETHOD.

  METHOD /iwbep/if_mgw_appl_srv_runtime~get_expanded_entityset.
    DATA lv_name TYPE string.
    /iwbep/if_mgw_appl_srv_runtime~get_entityset(
      EXPORTING iv_entity_name           = iv_entity_name
                iv_entity_set_name       = iv_entity_set_name
                iv_source_name           = iv_source_name
                it_filter_select_options = it_filter_select_options
                it_order                 = it_order
                is_paging                = is_paging
                it_navigation_path       = it_navigation_path
                it_key_tab               = it_key_tab
                iv_filter_string         = iv_filter_string
                iv_search_string         = iv_search_string
      IMPORTING er_entityset             = er_entityset ).
    lv_name = 'ITEMS'.
    IF iv_entity_set_name = 'FinancialDocuments'.
      lv_name = 'LINES'.
    ENDIF.
    APPEND lv_name TO et_expanded_tech_clauses.
  ENDMETHOD.

* Every E and A goes to the client with its class and number, `V1/382`.
  METHOD refuse.
    DATA: lo_messages TYPE REF TO /iwbep/if_message_container,
          ls_return   TYPE bapiret2,
          lv_failed   TYPE flag.
    LOOP AT it_return INTO ls_return WHERE type = 'E' OR type = 'A'.
      lv_failed = 'X'.
      EXIT.
    ENDLOOP.
    CHECK lv_failed = 'X'.
    lo_messages = mo_context->get_message_container( ).
    lo_messages->add_messages_from_bapi(
      it_bapi_messages         = it_return
      iv_determine_leading_msg = /iwbep/if_message_container=>gcs_leading_msg_search_option-first ).
    RAISE EXCEPTION TYPE /iwbep/cx_mgw_busi_exception
      EXPORTING
        textid            = /iwbep/cx_mgw_busi_exception=>business_error
        message_container = lo_messages.
  ENDMETHOD.

  METHOD not_found.
    RAISE EXCEPTION TYPE /iwbep/cx_mgw_busi_exception
      EXPORTING
        textid           = /iwbep/cx_mgw_busi_exception=>business_error
        http_status_code = /iwbep/cx_mgw_busi_exception=>gcs_http_status_codes-not_found.
  ENDMETHOD.

  METHOD key_of.
    DATA ls_key TYPE /iwbep/s_mgw_name_value_pair.
    READ TABLE it_keys INTO ls_key WITH KEY name = iv_name.
    CHECK sy-subrc = 0.
    rv_value = ls_key-value.
  ENDMETHOD.

  METHOD filtered.
    DATA: ls_filter TYPE /iwbep/s_mgw_select_option,
          ls_range  TYPE /iwbep/s_cod_select_option.
    READ TABLE it_filter INTO ls_filter WITH KEY property = iv_name.
    CHECK sy-subrc = 0.
    READ TABLE ls_filter-select_options INTO ls_range INDEX 1.
    CHECK sy-subrc = 0 AND ls_range-option = 'EQ'.
    rv_value = ls_range-low.
  ENDMETHOD.

  METHOD day_of.
    CHECK iv_stamp IS NOT INITIAL.
    CONVERT TIME STAMP iv_stamp TIME ZONE 'UTC' INTO DATE rv_day.
  ENDMETHOD.

  METHOD stamp_of.
    CHECK iv_day IS NOT INITIAL.
    CONVERT DATE iv_day TIME '000000' INTO TIME STAMP rv_stamp TIME ZONE 'UTC'.
  ENDMETHOD.

  METHOD document_of_key.
    DATA: lv_key      TYPE zqtc_idemp-idemp_key,
          lv_function TYPE zqtc_idemp-funcname.
    CHECK iv_key IS NOT INITIAL.
    lv_key = iv_key.
    CALL FUNCTION 'Z_QTC_FIND'
      EXPORTING
        iv_key      = lv_key
      IMPORTING
        ev_function = lv_function
        ev_document = rv_document.
    IF lv_function <> iv_function.
      CLEAR rv_document.
    ENDIF.
  ENDMETHOD.

  METHOD create_order.
    DATA: ls_head     TYPE bapisdhd1,
          ls_headx    TYPE bapisdhd1x,
          ls_row      TYPE bapisditm,
          lt_rows     TYPE STANDARD TABLE OF bapisditm,
          ls_rowx     TYPE bapisditmx,
          lt_rowsx    TYPE STANDARD TABLE OF bapisditmx,
          ls_partner  TYPE bapiparnr,
          lt_partners TYPE STANDARD TABLE OF bapiparnr,
          ls_sched    TYPE bapischdl,
          lt_scheds   TYPE STANDARD TABLE OF bapischdl,
          ls_schedx   TYPE bapischdlx,
          lt_schedsx  TYPE STANDARD TABLE OF bapischdlx,
          ls_cond     TYPE bapicond,
          lt_conds    TYPE STANDARD TABLE OF bapicond,
          ls_condx    TYPE bapicondx,
          lt_condsx   TYPE STANDARD TABLE OF bapicondx,
          ls_text     TYPE bapisdtext,
          lt_texts    TYPE STANDARD TABLE OF bapisdtext,
          ls_item     TYPE ty_item,
          lv_day      TYPE sydatum,
          lv_number   TYPE zqtc_idemp-document,
          lv_text     TYPE string,
          lt_notes    TYPE STANDARD TABLE OF string,
          lt_return   TYPE ty_return.

    ls_head-doc_type   = cs_order-ordertype.
    ls_head-sales_org  = cs_order-salesorganisation.
    ls_head-distr_chan = cs_order-distributionchannel.
    ls_head-division   = cs_order-division.
    ls_head-purch_no_c = cs_order-reference.
    ls_head-ass_number = cs_order-reference.
    ls_head-ref_1      = cs_order-shoporder.
    ls_head-name       = cs_order-shoporder.
    ls_head-purch_date = day_of( cs_order-orderdate ).
    ls_head-req_date_h = ls_head-purch_date.
    ls_head-currency   = cs_order-currency.
    ls_head-dlv_block  = cs_order-deliveryblock.
    ls_headx-updateflag = 'I'.
    ls_headx-doc_type   = 'X'.
    ls_headx-sales_org  = 'X'.
    ls_headx-distr_chan = 'X'.
    ls_headx-division   = 'X'.
    ls_headx-purch_no_c = 'X'.
    ls_headx-ass_number = 'X'.
    ls_headx-ref_1      = 'X'.
    ls_headx-name       = 'X'.
    ls_headx-purch_date = 'X'.
    ls_headx-req_date_h = 'X'.
    ls_headx-currency   = 'X'.
    ls_headx-dlv_block  = 'X'.

    ls_partner-partn_role = 'AG'.
    ls_partner-partn_numb = cs_order-customer.
    APPEND ls_partner TO lt_partners.
    ls_partner-partn_role = 'WE'.
    ls_partner-name       = cs_order-shiptoname.
    ls_partner-street     = cs_order-shiptostreet.
    ls_partner-city       = cs_order-shiptocity.
    ls_partner-postl_code = cs_order-shiptopostalcode.
    ls_partner-region     = cs_order-shiptoregion.
    ls_partner-country    = cs_order-shiptocountry.
    APPEND ls_partner TO lt_partners.

    LOOP AT cs_order-items INTO ls_item.
      CLEAR: ls_row, ls_rowx, ls_sched, ls_schedx, ls_cond, ls_condx.
      ls_row-itm_number = ls_item-item.
      ls_row-material   = ls_item-material.
      ls_row-short_text = ls_item-description.
      ls_row-target_qty = ls_item-quantity.
      ls_row-tax_class1 = ls_item-taxclassification.
      APPEND ls_row TO lt_rows.
      ls_rowx-itm_number = ls_item-item.
      ls_rowx-updateflag = 'I'.
      ls_rowx-material   = 'X'.
      ls_rowx-short_text = 'X'.
      ls_rowx-target_qty = 'X'.
      ls_rowx-tax_class1 = 'X'.
      APPEND ls_rowx TO lt_rowsx.
      ls_sched-itm_number = ls_item-item.
      ls_sched-sched_line = '0001'.
      ls_sched-req_qty    = ls_item-quantity.
      APPEND ls_sched TO lt_scheds.
      ls_schedx-itm_number = ls_item-item.
      ls_schedx-sched_line = '0001'.
      ls_schedx-updateflag = 'I'.
      ls_schedx-req_qty    = 'X'.
      APPEND ls_schedx TO lt_schedsx.
      ls_cond-itm_number = ls_item-item.
      ls_cond-cond_type  = gc_price.
      ls_cond-cond_value = ls_item-price.
      ls_cond-currency   = cs_order-currency.
      APPEND ls_cond TO lt_conds.
      ls_condx-itm_number = ls_item-item.
      ls_condx-cond_type  = gc_price.
      ls_condx-updateflag = 'I'.
      ls_condx-cond_value = 'X'.
      ls_condx-currency   = 'X'.
      APPEND ls_condx TO lt_condsx.
      IF ls_item-discount <> 0.
        ls_cond-cond_type  = gc_discount.
        ls_cond-cond_value = - ls_item-discount.
        APPEND ls_cond TO lt_conds.
        ls_condx-cond_type = gc_discount.
        APPEND ls_condx TO lt_condsx.
      ENDIF.
    ENDLOOP.

    ls_text-itm_number = '000000'.
    ls_text-text_id    = '0001'.
    ls_text-langu      = 'E'.
    CONCATENATE 'Stripe' cs_order-stripeid INTO ls_text-text_line SEPARATED BY space.
    APPEND ls_text TO lt_texts.
    CONCATENATE 'Payment' cs_order-paymentstate INTO lv_text SEPARATED BY space.
    lv_day = day_of( cs_order-paidon ).
    IF lv_day IS NOT INITIAL.
      CONCATENATE lv_text ' on ' lv_day(4) '-' lv_day+4(2) '-' lv_day+6(2) INTO lv_text RESPECTING BLANKS.
    ENDIF.
    ls_text-text_line = lv_text.
    APPEND ls_text TO lt_texts.
    SPLIT cs_order-notes AT cl_abap_char_utilities=>newline INTO TABLE lt_notes.
    LOOP AT lt_notes INTO lv_text.
      WHILE lv_text IS NOT INITIAL.
        ls_text-text_line = lv_text.
        APPEND ls_text TO lt_texts.
        IF strlen( lv_text ) > 132.
          lv_text = lv_text+132.
        ELSE.
          CLEAR lv_text.
        ENDIF.
      ENDWHILE.
    ENDLOOP.

    CALL FUNCTION 'Z_QTC_ORDER_CREATE'
      EXPORTING
        iv_key               = cs_order-reference
        iv_stripe_id         = cs_order-stripeid
        order_header_in      = ls_head
        order_header_inx     = ls_headx
      IMPORTING
        ev_document          = lv_number
      TABLES
        return               = lt_return
        order_items_in       = lt_rows
        order_items_inx      = lt_rowsx
        order_partners       = lt_partners
        order_schedules_in   = lt_scheds
        order_schedules_inx  = lt_schedsx
        order_conditions_in  = lt_conds
        order_conditions_inx = lt_condsx
        order_text           = lt_texts.
    refuse( lt_return ).
    lv_text  = lv_number.
    cs_order = read_order( lv_text ).
  ENDMETHOD.

  METHOD read_order.
    DATA: ls_view    TYPE order_view,
          ls_number  TYPE sales_key,
          lt_numbers TYPE STANDARD TABLE OF sales_key,
          ls_head    TYPE bapisdhd,
          lt_heads   TYPE STANDARD TABLE OF bapisdhd,
          ls_row     TYPE bapisdit,
          lt_rows    TYPE STANDARD TABLE OF bapisdit,
          ls_sched   TYPE bapisdhedu,
          lt_scheds  TYPE STANDARD TABLE OF bapisdhedu,
          ls_busi    TYPE bapisdbusi,
          lt_busi    TYPE STANDARD TABLE OF bapisdbusi,
          ls_cond    TYPE bapisdcond,
          lt_conds   TYPE STANDARD TABLE OF bapisdcond,
          ls_text    TYPE bapitextli,
          lt_texts   TYPE STANDARD TABLE OF bapitextli,
          ls_flow    TYPE bapisdflow,
          lt_flows   TYPE STANDARD TABLE OF bapisdflow,
          ls_status  TYPE bapisdhdst,
          lt_status  TYPE STANDARD TABLE OF bapisdhdst,
          ls_item    TYPE ty_item,
          lv_words   TYPE string,
          lv_on      TYPE string,
          lv_state   TYPE string,
          lv_day     TYPE sydatum,
          lv_object  TYPE cdhdr-objectid,
          lv_invoices TYPE i.

    CALL FUNCTION 'CONVERSION_EXIT_ALPHA_INPUT'
      EXPORTING
        input  = iv_number
      IMPORTING
        output = ls_number-vbeln.
    CHECK iv_number IS NOT INITIAL.
    APPEND ls_number TO lt_numbers.
    ls_view-header     = 'X'.
    ls_view-item       = 'X'.
    ls_view-sdschedule = 'X'.
    ls_view-business   = 'X'.
    ls_view-sdcond     = 'X'.
    ls_view-text       = 'X'.
    ls_view-flow       = 'X'.
    ls_view-status_h   = 'X'.
    CALL FUNCTION 'BAPISDORDER_GETDETAILEDLIST'
      EXPORTING
        i_bapi_view             = ls_view
      TABLES
        sales_documents         = lt_numbers
        order_headers_out       = lt_heads
        order_items_out         = lt_rows
        order_schedules_out     = lt_scheds
        order_business_out      = lt_busi
        order_conditions_out    = lt_conds
        order_textlines_out     = lt_texts
        order_flows_out         = lt_flows
        order_statusheaders_out = lt_status.
    READ TABLE lt_heads INTO ls_head INDEX 1.
    CHECK sy-subrc = 0.
    rs_order-number        = ls_head-doc_number.
    rs_order-reference     = ls_head-purch_no.
    rs_order-customer      = ls_head-sold_to.
    rs_order-currency      = ls_head-currency.
    rs_order-deliveryblock = ls_head-dlv_block.
    rs_order-orderdate     = stamp_of( ls_head-doc_date ).
    READ TABLE lt_busi INTO ls_busi WITH KEY itm_number = '000000'.
    IF sy-subrc = 0.
      rs_order-cancelreference = ls_busi-purch_no_s.
    ENDIF.
    READ TABLE lt_status INTO ls_status INDEX 1.
    IF sy-subrc = 0.
      rs_order-deliverystatus = ls_status-dlv_stat_h.
    ENDIF.
*   An invoice that was cancelled is none.
    LOOP AT lt_flows INTO ls_flow.
      IF ls_flow-doccategsd = 'M'.
        lv_invoices = lv_invoices + 1.
      ELSEIF ls_flow-doccategsd = 'N'.
        lv_invoices = lv_invoices - 1.
      ENDIF.
    ENDLOOP.
    IF lv_invoices > 0.
      rs_order-invoiced = 'X'.
    ENDIF.
    LOOP AT lt_texts INTO ls_text WHERE text_id = '0001'.
      lv_words = ls_text-line.
      IF lv_words CP 'Stripe *'.
        SPLIT lv_words AT space INTO lv_words rs_order-stripeid.
      ELSEIF lv_words CP 'Payment *'.
        SPLIT lv_words AT space INTO lv_words lv_state.
        SPLIT lv_state AT ' on ' INTO lv_state lv_on.
        rs_order-paymentstate = lv_state.
        IF lv_on IS NOT INITIAL.
          CONCATENATE lv_on(4) lv_on+5(2) lv_on+8(2) INTO lv_day.
          rs_order-paidon = stamp_of( lv_day ).
        ENDIF.
      ELSEIF rs_order-notes IS INITIAL.
        rs_order-notes = lv_words.
      ELSE.
        CONCATENATE rs_order-notes lv_words INTO rs_order-notes SEPARATED BY cl_abap_char_utilities=>newline.
      ENDIF.
    ENDLOOP.
    lv_object = ls_head-doc_number.
    SELECT MAX( changenr ) FROM cdhdr INTO rs_order-version
      WHERE objectclas = 'VERKBELEG' AND objectid = lv_object.

    LOOP AT lt_rows INTO ls_row.
      CLEAR ls_item.
      ls_item-order             = ls_row-doc_number.
      ls_item-item              = ls_row-itm_number.
      ls_item-material          = ls_row-material.
      ls_item-description       = ls_row-short_text.
      ls_item-quantity          = ls_row-req_qty.
      ls_item-rejectionreason   = ls_row-rea_for_re.
      ls_item-linereference     = ls_row-cust_mat35.
      ls_item-taxclassification = ls_row-tax_class1.
      ls_item-netamount         = ls_row-net_value.
      ls_item-taxamount         = ls_row-tx_doc_cur.
      ls_item-version           = rs_order-version.
      LOOP AT lt_scheds INTO ls_sched WHERE itm_number = ls_row-itm_number.
        ls_item-confirmedquantity = ls_item-confirmedquantity + ls_sched-confir_qty.
      ENDLOOP.
      LOOP AT lt_conds INTO ls_cond WHERE itm_number = ls_row-itm_number.
        IF ls_cond-cond_type = gc_price.
          ls_item-price = ls_cond-cond_value.
        ELSEIF ls_cond-cond_type = gc_discount.
          ls_item-discount = - ls_cond-cond_value.
        ENDIF.
      ENDLOOP.
      IF ls_item-rejectionreason IS INITIAL.
        rs_order-netamount = rs_order-netamount + ls_item-netamount.
        rs_order-taxamount = rs_order-taxamount + ls_item-taxamount.
      ENDIF.
      APPEND ls_item TO rs_order-items.
    ENDLOOP.
    rs_order-totalamount = rs_order-netamount + rs_order-taxamount.
  ENDMETHOD.

* Block and payment are settings: writing them again changes nothing, so they need no key.
* Cancelling is keyed by its own reference.
  METHOD change_order.
    DATA: ls_now    TYPE ty_order,
          lv_number TYPE string,
          lv_vbeln  TYPE bapivbeln-vbeln,
          ls_head   TYPE bapisdh1,
          ls_headx  TYPE bapisdh1x,
          ls_item   TYPE ty_item,
          ls_row    TYPE bapisditm,
          lt_rows   TYPE STANDARD TABLE OF bapisditm,
          ls_rowx   TYPE bapisditmx,
          lt_rowsx  TYPE STANDARD TABLE OF bapisditmx,
          ls_text   TYPE bapisdtext,
          lt_texts  TYPE STANDARD TABLE OF bapisdtext,
          lv_day    TYPE sydatum,
          lv_words  TYPE string,
          lt_notes  TYPE STANDARD TABLE OF string,
          ls_return TYPE bapiret2,
          lt_return TYPE ty_return.
    lv_number = is_wanted-number.
    ls_now    = read_order( lv_number ).
    lv_vbeln  = ls_now-number.
    ls_headx-updateflag = 'U'.
    IF is_wanted-cancelreference IS NOT INITIAL AND is_wanted-cancelreference <> ls_now-cancelreference.
      ls_head-purch_no_s  = is_wanted-cancelreference.
      ls_headx-purch_no_s = 'X'.
      LOOP AT ls_now-items INTO ls_item.
        ls_row-itm_number  = ls_item-item.
        ls_row-reason_rej  = gc_rejection.
        APPEND ls_row TO lt_rows.
        ls_rowx-itm_number = ls_item-item.
        ls_rowx-updateflag = 'U'.
        ls_rowx-reason_rej = 'X'.
        APPEND ls_rowx TO lt_rowsx.
      ENDLOOP.
      CALL FUNCTION 'Z_QTC_ORDER_CHANGE'
        EXPORTING
          iv_key           = is_wanted-cancelreference
          iv_stripe_id     = ls_now-stripeid
          salesdocument    = lv_vbeln
          order_header_in  = ls_head
          order_header_inx = ls_headx
        TABLES
          return           = lt_return
          order_item_in    = lt_rows
          order_item_inx   = lt_rowsx.
      refuse( lt_return ).
      RETURN.
    ENDIF.

    ls_head-dlv_block  = is_wanted-deliveryblock.
    ls_headx-dlv_block = 'X'.
    IF is_wanted-paymentstate <> ls_now-paymentstate OR is_wanted-paidon <> ls_now-paidon
        OR is_wanted-stripeid <> ls_now-stripeid.
      ls_text-itm_number = '000000'.
      ls_text-text_id    = '0001'.
      ls_text-langu      = 'E'.
      CONCATENATE 'Stripe' is_wanted-stripeid INTO ls_text-text_line SEPARATED BY space.
      APPEND ls_text TO lt_texts.
      CONCATENATE 'Payment' is_wanted-paymentstate INTO lv_words SEPARATED BY space.
      lv_day = day_of( is_wanted-paidon ).
      IF lv_day IS NOT INITIAL.
        CONCATENATE lv_words ' on ' lv_day(4) '-' lv_day+4(2) '-' lv_day+6(2) INTO lv_words RESPECTING BLANKS.
      ENDIF.
      ls_text-text_line = lv_words.
      APPEND ls_text TO lt_texts.
*     The text is replaced as a whole, so what people wrote below goes with it.
      SPLIT ls_now-notes AT cl_abap_char_utilities=>newline INTO TABLE lt_notes.
      LOOP AT lt_notes INTO lv_words.
        ls_text-text_line = lv_words.
        APPEND ls_text TO lt_texts.
      ENDLOOP.
    ENDIF.
    CALL FUNCTION 'BAPI_SALESORDER_CHANGE'
      EXPORTING
        salesdocument    = lv_vbeln
        order_header_in  = ls_head
        order_header_inx = ls_headx
      TABLES
        return           = lt_return
        order_text       = lt_texts.
    LOOP AT lt_return INTO ls_return WHERE type = 'E' OR type = 'A'.
      CALL FUNCTION 'BAPI_TRANSACTION_ROLLBACK'.
      refuse( lt_return ).
    ENDLOOP.
    CALL FUNCTION 'BAPI_TRANSACTION_COMMIT'
      EXPORTING
        wait = 'X'.
  ENDMETHOD.

  METHOD add_item.
    DATA: ls_order  TYPE ty_order,
          ls_last   TYPE ty_item,
          lv_number TYPE string,
          lv_vbeln  TYPE bapivbeln-vbeln,
          ls_head   TYPE bapisdh1,
          ls_headx  TYPE bapisdh1x,
          ls_row    TYPE bapisditm,
          lt_rows   TYPE STANDARD TABLE OF bapisditm,
          ls_rowx   TYPE bapisditmx,
          lt_rowsx  TYPE STANDARD TABLE OF bapisditmx,
          ls_sched  TYPE bapischdl,
          lt_scheds TYPE STANDARD TABLE OF bapischdl,
          ls_schedx TYPE bapischdlx,
          lt_schedsx TYPE STANDARD TABLE OF bapischdlx,
          ls_cond   TYPE bapicond,
          lt_conds  TYPE STANDARD TABLE OF bapicond,
          ls_condx  TYPE bapicondx,
          lt_condsx TYPE STANDARD TABLE OF bapicondx,
          lv_off    TYPE ty_amount,
          lt_return TYPE ty_return.
    lv_number = cs_item-order.
    ls_order  = read_order( lv_number ).
    lv_vbeln  = ls_order-number.
    SORT ls_order-items BY item DESCENDING.
    READ TABLE ls_order-items INTO ls_last INDEX 1.
    ls_headx-updateflag = 'U'.
    ls_row-itm_number = ls_last-item + 10.
    ls_row-material   = cs_item-material.
    ls_row-short_text = cs_item-description.
    ls_row-target_qty = cs_item-quantity.
    ls_row-cust_mat35 = cs_item-linereference.
    ls_row-tax_class1 = cs_item-taxclassification.
    APPEND ls_row TO lt_rows.
    ls_rowx-itm_number = ls_row-itm_number.
    ls_rowx-updateflag = 'I'.
    ls_rowx-material   = 'X'.
    ls_rowx-short_text = 'X'.
    ls_rowx-target_qty = 'X'.
    ls_rowx-cust_mat35 = 'X'.
    ls_rowx-tax_class1 = 'X'.
    APPEND ls_rowx TO lt_rowsx.
    ls_sched-itm_number = ls_row-itm_number.
    ls_sched-sched_line = '0001'.
    ls_sched-req_qty    = cs_item-quantity.
    APPEND ls_sched TO lt_scheds.
    ls_schedx-itm_number = ls_row-itm_number.
    ls_schedx-sched_line = '0001'.
    ls_schedx-updateflag = 'I'.
    ls_schedx-req_qty    = 'X'.
    APPEND ls_schedx TO lt_schedsx.
    ls_cond-itm_number = ls_row-itm_number.
    ls_cond-cond_type  = gc_price.
    ls_cond-cond_value = cs_item-price.
    ls_cond-currency   = ls_order-currency.
*   No price is below nought: what is to be taken off is a discount on a price of nought.
    lv_off = - cs_item-discount.
    IF cs_item-price < 0.
      CLEAR ls_cond-cond_value.
      lv_off = lv_off + cs_item-price * cs_item-quantity.
    ENDIF.
    APPEND ls_cond TO lt_conds.
    ls_condx-itm_number = ls_row-itm_number.
    ls_condx-cond_type  = gc_price.
    ls_condx-updateflag = 'I'.
    ls_condx-cond_value = 'X'.
    ls_condx-currency   = 'X'.
    APPEND ls_condx TO lt_condsx.
    IF lv_off <> 0.
      ls_cond-cond_type  = gc_discount.
      ls_cond-cond_value = lv_off.
      APPEND ls_cond TO lt_conds.
      ls_condx-cond_type = gc_discount.
      APPEND ls_condx TO lt_condsx.
    ENDIF.
    CALL FUNCTION 'Z_QTC_ORDER_CHANGE'
      EXPORTING
        iv_key           = cs_item-linereference
        iv_stripe_id     = ls_order-stripeid
        salesdocument    = lv_vbeln
        order_header_in  = ls_head
        order_header_inx = ls_headx
      TABLES
        return           = lt_return
        order_item_in    = lt_rows
        order_item_inx   = lt_rowsx
        schedule_lines   = lt_scheds
        schedule_linesx  = lt_schedsx
        conditions_in    = lt_conds
        conditions_inx   = lt_condsx.
    refuse( lt_return ).
*   It may have been added by an earlier call under another number.
    ls_order = read_order( lv_number ).
    READ TABLE ls_order-items INTO cs_item WITH KEY linereference = cs_item-linereference.
  ENDMETHOD.

* An item of which nothing is left is rejected: SAP deletes none that was confirmed.
  METHOD change_item.
    DATA: ls_order   TYPE ty_order,
          ls_now     TYPE ty_item,
          lv_number  TYPE string,
          lv_vbeln   TYPE bapivbeln-vbeln,
          ls_headx   TYPE bapisdh1x,
          ls_row     TYPE bapisditm,
          lt_rows    TYPE STANDARD TABLE OF bapisditm,
          ls_rowx    TYPE bapisditmx,
          lt_rowsx   TYPE STANDARD TABLE OF bapisditmx,
          ls_sched   TYPE bapischdl,
          lt_scheds  TYPE STANDARD TABLE OF bapischdl,
          ls_schedx  TYPE bapischdlx,
          lt_schedsx TYPE STANDARD TABLE OF bapischdlx,
          ls_cond    TYPE bapicond,
          lt_conds   TYPE STANDARD TABLE OF bapicond,
          ls_condx   TYPE bapicondx,
          lt_condsx  TYPE STANDARD TABLE OF bapicondx,
          ls_return  TYPE bapiret2,
          lt_return  TYPE ty_return.
    lv_number = is_item-order.
    ls_order  = read_order( lv_number ).
    READ TABLE ls_order-items INTO ls_now WITH KEY item = is_item-item.
    IF sy-subrc <> 0.
      not_found( ).
    ENDIF.
    lv_vbeln = ls_order-number.
    ls_headx-updateflag = 'U'.
    ls_row-itm_number   = is_item-item.
    ls_rowx-itm_number  = is_item-item.
    ls_rowx-updateflag  = 'U'.
    IF is_item-quantity = 0.
      ls_row-reason_rej  = gc_rejection.
      ls_rowx-reason_rej = 'X'.
    ELSE.
      ls_row-target_qty    = is_item-quantity.
      ls_rowx-target_qty   = 'X'.
      ls_sched-itm_number  = is_item-item.
      ls_sched-sched_line  = '0001'.
      ls_sched-req_qty     = is_item-quantity.
      APPEND ls_sched TO lt_scheds.
      ls_schedx-itm_number = is_item-item.
      ls_schedx-sched_line = '0001'.
      ls_schedx-updateflag = 'U'.
      ls_schedx-req_qty    = 'X'.
      APPEND ls_schedx TO lt_schedsx.
    ENDIF.
    APPEND ls_row TO lt_rows.
    APPEND ls_rowx TO lt_rowsx.
*   It is off the whole item and stays whole where nobody changes it with the quantity.
    IF is_item-quantity <> 0 AND is_item-discount <> ls_now-discount.
      ls_cond-itm_number  = is_item-item.
      ls_cond-cond_type   = gc_discount.
      ls_cond-cond_value  = - is_item-discount.
      ls_cond-currency    = ls_order-currency.
      APPEND ls_cond TO lt_conds.
      ls_condx-itm_number = is_item-item.
      ls_condx-cond_type  = gc_discount.
      ls_condx-updateflag = 'U'.
      IF ls_now-discount = 0.
        ls_condx-updateflag = 'I'.
      ENDIF.
      ls_condx-cond_value = 'X'.
      ls_condx-currency   = 'X'.
      APPEND ls_condx TO lt_condsx.
    ENDIF.
    CALL FUNCTION 'BAPI_SALESORDER_CHANGE'
      EXPORTING
        salesdocument    = lv_vbeln
        order_header_inx = ls_headx
      TABLES
        return           = lt_return
        order_item_in    = lt_rows
        order_item_inx   = lt_rowsx
        schedule_lines   = lt_scheds
        schedule_linesx  = lt_schedsx
        conditions_in    = lt_conds
        conditions_inx   = lt_condsx.
    LOOP AT lt_return INTO ls_return WHERE type = 'E' OR type = 'A'.
      CALL FUNCTION 'BAPI_TRANSACTION_ROLLBACK'.
      refuse( lt_return ).
    ENDLOOP.
    CALL FUNCTION 'BAPI_TRANSACTION_COMMIT'
      EXPORTING
        wait = 'X'.
  ENDMETHOD.

  METHOD create_customer.
    DATA: ls_company TYPE bapikna106,
          ls_like    TYPE bapikna102,
          lv_number  TYPE zqtc_idemp-document,
          lv_text    TYPE string,
          lt_return  TYPE ty_return.
    ls_company-name       = cs_customer-name.
    ls_company-name_2     = cs_customer-name2.
    ls_company-name_3     = cs_customer-stripeid.
    ls_company-name_4     = cs_customer-reference.
    ls_company-street     = cs_customer-street.
    ls_company-postl_cod1 = cs_customer-postalcode.
    ls_company-city       = cs_customer-city.
    ls_company-region     = cs_customer-region.
    ls_company-country    = cs_customer-country.
    ls_company-langu_p    = cs_customer-language.
    ls_company-currency   = cs_customer-currency.
    ls_company-tel1_numbr = cs_customer-phone.
    ls_company-e_mail     = cs_customer-email.
    ls_like-salesorg   = gc_vkorg.
    ls_like-distr_chan = gc_vtweg.
    ls_like-division   = gc_spart.
    ls_like-ref_custmr = gc_like.
    CALL FUNCTION 'Z_QTC_CUSTOMER_CREATE'
      EXPORTING
        iv_key           = cs_customer-reference
        iv_stripe_id     = cs_customer-stripeid
        pi_companydata   = ls_company
        pi_copyreference = ls_like
      IMPORTING
        ev_document      = lv_number
      TABLES
        return           = lt_return.
    refuse( lt_return ).
    lv_text     = lv_number.
    cs_customer = read_customer( lv_text ).
  ENDMETHOD.

* What was sent stands in the entity as it was read, so all of it is wanted. A change needs a key of its own, as
* the same values may be set again later.
  METHOD change_customer.
    DATA: lv_guid    TYPE c LENGTH 32,
          lv_key     TYPE zqtc_idemp-idemp_key,
          ls_company TYPE bapikna106,
          ls_marks   TYPE bapikna106x,
          lv_kunnr   TYPE kna1-kunnr,
          lv_vat     TYPE kna1-stceg,
          lv_block   TYPE kna1-aufsd,
          lt_return  TYPE ty_return.
    CALL FUNCTION 'GUID_CREATE'
      IMPORTING
        ev_guid_32 = lv_guid.
    CONCATENATE 'Q' lv_guid(15) INTO lv_key.
    ls_company-name       = is_wanted-name.
    ls_company-name_2     = is_wanted-name2.
    ls_company-name_3     = is_wanted-stripeid.
    ls_company-street     = is_wanted-street.
    ls_company-postl_cod1 = is_wanted-postalcode.
    ls_company-city       = is_wanted-city.
    ls_company-region     = is_wanted-region.
    ls_company-country    = is_wanted-country.
    ls_company-tel1_numbr = is_wanted-phone.
    ls_company-e_mail     = is_wanted-email.
    ls_marks-name       = 'X'.
    ls_marks-name_2     = 'X'.
    ls_marks-name_3     = 'X'.
    ls_marks-street     = 'X'.
    ls_marks-postl_cod1 = 'X'.
    ls_marks-city       = 'X'.
    ls_marks-region     = 'X'.
    ls_marks-country    = 'X'.
    ls_marks-tel1_numbr = 'X'.
    ls_marks-e_mail     = 'X'.
    lv_kunnr = is_wanted-number.
    lv_vat   = is_wanted-taxid.
    lv_block = is_wanted-orderblock.
    CALL FUNCTION 'Z_QTC_CUSTOMER_CHANGE'
      EXPORTING
        iv_key          = lv_key
        iv_stripe_id    = is_wanted-stripeid
        iv_customer     = lv_kunnr
        is_companydata  = ls_company
        is_companydatax = ls_marks
        iv_stceg        = lv_vat
        iv_stcegx       = 'X'
        iv_aufsd        = lv_block
        iv_aufsdx       = 'X'
      TABLES
        return          = lt_return.
    refuse( lt_return ).
  ENDMETHOD.

  METHOD read_customer.
    DATA: lv_kunnr   TYPE kna1-kunnr,
          ls_kna1    TYPE kna1,
          lv_sales   TYPE knvv-waers,
          lv_address TYPE cdhdr-objectid.
    CHECK iv_number IS NOT INITIAL.
    CALL FUNCTION 'CONVERSION_EXIT_ALPHA_INPUT'
      EXPORTING
        input  = iv_number
      IMPORTING
        output = lv_kunnr.
    SELECT SINGLE * FROM kna1 INTO ls_kna1 WHERE kunnr = lv_kunnr.
    CHECK sy-subrc = 0.
    rs_customer-number     = ls_kna1-kunnr.
    rs_customer-name       = ls_kna1-name1.
    rs_customer-name2      = ls_kna1-name2.
    rs_customer-stripeid   = ls_kna1-name3.
    rs_customer-reference  = ls_kna1-name4.
    rs_customer-street     = ls_kna1-stras.
    rs_customer-postalcode = ls_kna1-pstlz.
    rs_customer-city       = ls_kna1-ort01.
    rs_customer-region     = ls_kna1-regio.
    rs_customer-country    = ls_kna1-land1.
    rs_customer-language   = ls_kna1-spras.
    rs_customer-phone      = ls_kna1-telf1.
    rs_customer-taxid      = ls_kna1-stceg.
    rs_customer-orderblock = ls_kna1-aufsd.
    SELECT SINGLE waers FROM knvv INTO lv_sales
      WHERE kunnr = lv_kunnr AND vkorg = gc_vkorg AND vtweg = gc_vtweg AND spart = gc_spart.
    rs_customer-currency = lv_sales.
    SELECT smtp_addr FROM adr6 INTO rs_customer-email UP TO 1 ROWS WHERE addrnumber = ls_kna1-adrnr.
    ENDSELECT.
    CONCATENATE 'BP  ' ls_kna1-adrnr INTO lv_address RESPECTING BLANKS.
    SELECT MAX( changenr ) FROM cdhdr INTO rs_customer-version
      WHERE ( objectclas = 'DEBI' AND objectid = lv_kunnr ) OR ( objectclas = 'ADRESSE' AND objectid = lv_address ).
  ENDMETHOD.

  METHOD create_document.
    DATA: ls_head    TYPE bapiache09,
          ls_line    TYPE ty_line,
          ls_debtor  TYPE bapiacar09,
          lt_debtors TYPE STANDARD TABLE OF bapiacar09,
          ls_gl      TYPE bapiacgl09,
          lt_gl      TYPE STANDARD TABLE OF bapiacgl09,
          ls_tax     TYPE bapiactx09,
          lt_tax     TYPE STANDARD TABLE OF bapiactx09,
          ls_amount  TYPE bapiaccr09,
          lt_amounts TYPE STANDARD TABLE OF bapiaccr09,
          lv_number  TYPE zqtc_idemp-document,
          lv_text    TYPE string,
          lt_return  TYPE ty_return.
    ls_head-bus_act    = 'RFBU'.
    ls_head-username   = sy-uname.
    ls_head-header_txt = cs_document-headertext.
    ls_head-comp_code  = cs_document-companycode.
    ls_head-doc_type   = cs_document-documenttype.
    ls_head-ref_doc_no = cs_document-reference.
    ls_head-pstng_date = day_of( cs_document-postingdate ).
    ls_head-doc_date   = day_of( cs_document-documentdate ).
    LOOP AT cs_document-lines INTO ls_line.
      CLEAR: ls_debtor, ls_gl, ls_tax, ls_amount.
      IF ls_line-accounttype = 'D'.
        ls_debtor-itemno_acc = ls_line-line.
        ls_debtor-customer   = ls_line-account.
        ls_debtor-alloc_nmbr = ls_line-assignment.
        ls_debtor-item_text  = ls_line-text.
        ls_debtor-sp_gl_ind  = ls_line-specialledger.
        APPEND ls_debtor TO lt_debtors.
      ELSEIF ls_line-taxbase <> 0.
        ls_tax-itemno_acc = ls_line-line.
        ls_tax-gl_account = ls_line-account.
        ls_tax-cond_key   = 'MWAS'.
        ls_tax-acct_key   = 'MWS'.
        ls_tax-tax_code   = ls_line-taxcode.
        APPEND ls_tax TO lt_tax.
      ELSE.
        ls_gl-itemno_acc = ls_line-line.
        ls_gl-gl_account = ls_line-account.
        ls_gl-item_text  = ls_line-text.
        ls_gl-alloc_nmbr = ls_line-assignment.
        ls_gl-tax_code   = ls_line-taxcode.
        APPEND ls_gl TO lt_gl.
      ENDIF.
      ls_amount-itemno_acc = ls_line-line.
      ls_amount-curr_type  = '00'.
      ls_amount-currency   = cs_document-currency.
      ls_amount-amt_doccur = ls_line-amount.
      ls_amount-amt_base   = ls_line-taxbase.
      APPEND ls_amount TO lt_amounts.
      IF cs_document-ledgercurrency IS NOT INITIAL AND cs_document-ledgercurrency <> cs_document-currency.
        ls_amount-curr_type  = '10'.
        ls_amount-currency   = cs_document-ledgercurrency.
        ls_amount-amt_doccur = ls_line-ledgeramount.
        CLEAR ls_amount-amt_base.
        APPEND ls_amount TO lt_amounts.
      ENDIF.
    ENDLOOP.
    CALL FUNCTION 'Z_QTC_DOCUMENT_POST'
      EXPORTING
        iv_key            = cs_document-reference
        iv_stripe_id      = cs_document-stripeid
        documentheader    = ls_head
      IMPORTING
        ev_document       = lv_number
      TABLES
        return            = lt_return
        accountgl         = lt_gl
        accountreceivable = lt_debtors
        accounttax        = lt_tax
        currencyamount    = lt_amounts.
    refuse( lt_return ).
    lv_text     = lv_number.
    cs_document = read_document( lv_text ).
  ENDMETHOD.

  METHOD read_document.
    DATA: ls_bkpf TYPE bkpf,
          ls_bseg TYPE bseg,
          lt_bseg TYPE STANDARD TABLE OF bseg,
          ls_line TYPE ty_line,
          lv_key  TYPE zqtc_idemp-document.
    CHECK strlen( iv_document ) = 18.
    lv_key = iv_document.
    SELECT SINGLE * FROM bkpf INTO ls_bkpf
      WHERE bukrs = lv_key+10(4) AND belnr = lv_key(10) AND gjahr = lv_key+14(4).
    CHECK sy-subrc = 0.
    rs_document-document       = lv_key.
    rs_document-reference      = ls_bkpf-xblnr.
    rs_document-documenttype   = ls_bkpf-blart.
    rs_document-companycode    = ls_bkpf-bukrs.
    rs_document-documentdate   = stamp_of( ls_bkpf-bldat ).
    rs_document-postingdate    = stamp_of( ls_bkpf-budat ).
    rs_document-headertext     = ls_bkpf-bktxt.
    rs_document-currency       = ls_bkpf-waers.
    rs_document-ledgercurrency = ls_bkpf-hwaer.
    IF ls_bkpf-stblg IS NOT INITIAL.
      CONCATENATE ls_bkpf-stblg ls_bkpf-bukrs ls_bkpf-stjah INTO rs_document-reversedby.
    ENDIF.
    SELECT SINGLE stripe_id FROM zqtc_idemp INTO rs_document-stripeid WHERE idemp_key = ls_bkpf-xblnr.
    SELECT * FROM bseg INTO TABLE lt_bseg
      WHERE bukrs = ls_bkpf-bukrs AND belnr = ls_bkpf-belnr AND gjahr = ls_bkpf-gjahr.
    LOOP AT lt_bseg INTO ls_bseg.
      CLEAR ls_line.
      ls_line-document      = lv_key.
      ls_line-line          = ls_bseg-buzei.
      ls_line-accounttype   = ls_bseg-koart.
      ls_line-account       = ls_bseg-hkont.
      IF ls_bseg-koart = 'D'.
        ls_line-account     = ls_bseg-kunnr.
      ENDIF.
      ls_line-specialledger = ls_bseg-umskz.
      ls_line-assignment    = ls_bseg-zuonr.
      ls_line-text          = ls_bseg-sgtxt.
      ls_line-taxcode       = ls_bseg-mwskz.
      CALL FUNCTION 'BAPI_CURRENCY_CONV_TO_EXTERNAL'
        EXPORTING
          currency        = ls_bkpf-waers
          amount_internal = ls_bseg-wrbtr
        IMPORTING
          amount_external = ls_line-amount.
      CALL FUNCTION 'BAPI_CURRENCY_CONV_TO_EXTERNAL'
        EXPORTING
          currency        = ls_bkpf-waers
          amount_internal = ls_bseg-fwbas
        IMPORTING
          amount_external = ls_line-taxbase.
      CALL FUNCTION 'BAPI_CURRENCY_CONV_TO_EXTERNAL'
        EXPORTING
          currency        = ls_bkpf-hwaer
          amount_internal = ls_bseg-dmbtr
        IMPORTING
          amount_external = ls_line-ledgeramount.
      IF ls_bseg-shkzg = 'H'.
        ls_line-amount       = - ls_line-amount.
        ls_line-taxbase      = - ls_line-taxbase.
        ls_line-ledgeramount = - ls_line-ledgeramount.
      ENDIF.
      APPEND ls_line TO rs_document-lines.
    ENDLOOP.
  ENDMETHOD.

  METHOD create_reversal.
    DATA: ls_reversal TYPE bapiacrev,
          lv_system   TYPE tbdls-logsys,
          lv_number   TYPE zqtc_idemp-document,
          lt_return   TYPE ty_return.
    CALL FUNCTION 'OWN_LOGICAL_SYSTEM_GET'
      IMPORTING
        own_logical_system = lv_system
      EXCEPTIONS
        OTHERS             = 1.
    ls_reversal-obj_type   = 'BKPFF'.
    ls_reversal-obj_key    = cs_reversal-document.
    ls_reversal-obj_key_r  = cs_reversal-document.
    ls_reversal-obj_sys    = lv_system.
    ls_reversal-comp_code  = cs_reversal-document+10(4).
    ls_reversal-pstng_date = day_of( cs_reversal-postingdate ).
    ls_reversal-reason_rev = cs_reversal-reason.
    CALL FUNCTION 'Z_QTC_DOCUMENT_REVERSE'
      EXPORTING
        iv_key       = cs_reversal-reference
        iv_stripe_id = cs_reversal-stripeid
        reversal     = ls_reversal
        bus_act      = 'RFBU'
      IMPORTING
        ev_document  = lv_number
      TABLES
        return       = lt_return.
    refuse( lt_return ).
    cs_reversal-reversaldocument = lv_number.
  ENDMETHOD.

  METHOD create_clearing.
    DATA: lv_bukrs  TYPE bkpf-bukrs,
          lv_kunnr  TYPE bsid-kunnr,
          lv_credit TYPE zqtc_idemp-document,
          lv_debit  TYPE zqtc_idemp-document,
          lv_amount TYPE bapiaccr09-amt_doccur,
          lv_day    TYPE bkpf-budat,
          lv_number TYPE zqtc_idemp-document,
          lt_return TYPE ty_return.
    lv_bukrs  = cs_clearing-credit+10(4).
    lv_kunnr  = cs_clearing-customer.
    lv_credit = cs_clearing-credit.
    lv_debit  = cs_clearing-debit.
    lv_amount = cs_clearing-amount.
    lv_day    = day_of( cs_clearing-postingdate ).
    CALL FUNCTION 'Z_QTC_CLEAR'
      EXPORTING
        iv_key        = cs_clearing-reference
        iv_comp_code  = lv_bukrs
        iv_customer   = lv_kunnr
        iv_credit     = lv_credit
        iv_debit      = lv_debit
        iv_amount     = lv_amount
        iv_currency   = cs_clearing-currency
        iv_pstng_date = lv_day
      IMPORTING
        ev_document   = lv_number
      TABLES
        return        = lt_return.
    refuse( lt_return ).
    cs_clearing-clearing = lv_number.
  ENDMETHOD.

  METHOD reset_clearing.
    DATA: lv_bukrs    TYPE bkpf-bukrs,
          lv_clearing TYPE zqtc_idemp-document,
          lv_day      TYPE bkpf-budat,
          lt_return   TYPE ty_return.
    CHECK is_clearing-resetreference IS NOT INITIAL.
    lv_bukrs    = is_clearing-clearing+10(4).
    lv_clearing = is_clearing-clearing.
    lv_day      = day_of( is_clearing-postingdate ).
    CALL FUNCTION 'Z_QTC_CLEAR_RESET'
      EXPORTING
        iv_key        = is_clearing-resetreference
        iv_comp_code  = lv_bukrs
        iv_clearing   = lv_clearing
        iv_pstng_date = lv_day
      TABLES
        return        = lt_return.
    refuse( lt_return ).
  ENDMETHOD.

  METHOD clearings_of.
    DATA: lv_document TYPE zqtc_idemp-document,
          lv_bukrs    TYPE bkpf-bukrs,
          ls_found    TYPE zqtc_clearing,
          lt_found    TYPE STANDARD TABLE OF zqtc_clearing,
          ls_clearing TYPE ty_clearing.
    CHECK strlen( iv_credit ) = 18.
    lv_document = iv_credit.
    lv_bukrs    = lv_document+10(4).
    CALL FUNCTION 'Z_QTC_CLEARINGS'
      EXPORTING
        iv_comp_code = lv_bukrs
        iv_document  = lv_document
      TABLES
        et_clearings = lt_found.
    LOOP AT lt_found INTO ls_found.
      CLEAR ls_clearing.
      ls_clearing-clearing      = ls_found-clearing.
      ls_clearing-reference     = ls_found-key.
      ls_clearing-credit        = ls_found-credit.
      ls_clearing-debit         = ls_found-debit.
      ls_clearing-amount        = ls_found-amount.
      ls_clearing-currency      = ls_found-currency.
      ls_clearing-resetdocument = ls_found-reset.
      SELECT SINGLE kunnr FROM zqtc_idemp INTO ls_clearing-customer WHERE idemp_key = ls_found-key.
      SELECT idemp_key FROM zqtc_idemp INTO ls_clearing-resetreference UP TO 1 ROWS
        WHERE funcname = 'Z_QTC_CLEAR_RESET' AND credit = ls_found-clearing.
      ENDSELECT.
      APPEND ls_clearing TO rt_clearings.
    ENDLOOP.
  ENDMETHOD.

  METHOD read_clearing.
    DATA: lv_clearing TYPE zqtc_idemp-document,
          lv_credit   TYPE zqtc_idemp-credit,
          lv_text     TYPE string,
          lt_clearings TYPE ty_clearings.
    lv_clearing = iv_clearing.
    SELECT credit FROM zqtc_idemp INTO lv_credit UP TO 1 ROWS
      WHERE funcname = 'Z_QTC_CLEAR' AND document = lv_clearing.
    ENDSELECT.
    CHECK sy-subrc = 0.
    lv_text      = lv_credit.
    lt_clearings = clearings_of( lv_text ).
    READ TABLE lt_clearings INTO rs_clearing WITH KEY clearing = lv_clearing(18).
  ENDMETHOD.
ENDCLASS.
