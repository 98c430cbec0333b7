*----------------------------------------------------------------------*
***INCLUDE LZQTCF04: customers. Not yet run on a real SAP system.
*----------------------------------------------------------------------*

* By the class that XD02's successors use: no BAPI knows the order block or the
* VAT number. It registers its update, and the caller commits.
FORM change_customer TABLES return STRUCTURE bapiret2
                     USING iv_kunnr TYPE kna1-kunnr
                           is_data TYPE bapikna106
                           is_datax TYPE bapikna106x
                           iv_stceg TYPE kna1-stceg
                           iv_stcegx TYPE xfeld
                           iv_aufsd TYPE kna1-aufsd
                           iv_aufsdx TYPE xfeld.
  DATA: lv_kunnr    TYPE kna1-kunnr,
        ls_customer TYPE cmds_ei_extern,
        ls_master   TYPE cmds_ei_main,
        ls_correct  TYPE cmds_ei_main,
        ls_said     TYPE cvis_message,
        ls_wrong    TYPE cvis_message,
        ls_line     TYPE bapiret2.

  SELECT SINGLE kunnr FROM kna1 INTO lv_kunnr WHERE kunnr = iv_kunnr.
  IF sy-subrc <> 0.
    PERFORM message TABLES return USING 'E' 'F2' '153' iv_kunnr ''.
    RETURN.
  ENDIF.

  ls_customer-header-object_instance-kunnr = iv_kunnr.
  ls_customer-header-object_task           = 'U'.
  ls_customer-central_data-central-data-stceg  = iv_stceg.
  ls_customer-central_data-central-datax-stceg = iv_stcegx.
  ls_customer-central_data-central-data-aufsd  = iv_aufsd.
  ls_customer-central_data-central-datax-aufsd = iv_aufsdx.
  PERFORM address_of USING is_data is_datax CHANGING ls_customer.
  APPEND ls_customer TO ls_master-customers.

  cmd_ei_api=>initialize( ).
  cmd_ei_api=>maintain_bapi(
    EXPORTING
      is_master_data         = ls_master
    IMPORTING
      es_master_data_correct = ls_correct
      es_message_correct     = ls_said
      es_message_defective   = ls_wrong ).
  LOOP AT ls_wrong-messages INTO ls_line.
    APPEND ls_line TO return.
  ENDLOOP.
ENDFORM.                    "change_customer

* What is marked is set, blank values too.
FORM address_of USING is_data TYPE bapikna106
                      is_datax TYPE bapikna106x
                CHANGING cs_customer TYPE cmds_ei_extern.
  DATA: ls_phone TYPE cvis_ei_phone_str,
        ls_mail  TYPE cvis_ei_smtp_str.

  cs_customer-central_data-address-task = 'U'.
  cs_customer-central_data-address-postal-data-name        = is_data-name.
  cs_customer-central_data-address-postal-datax-name       = is_datax-name.
  cs_customer-central_data-address-postal-data-name_2      = is_data-name_2.
  cs_customer-central_data-address-postal-datax-name_2     = is_datax-name_2.
  cs_customer-central_data-address-postal-data-name_3      = is_data-name_3.
  cs_customer-central_data-address-postal-datax-name_3     = is_datax-name_3.
  cs_customer-central_data-address-postal-data-street      = is_data-street.
  cs_customer-central_data-address-postal-datax-street     = is_datax-street.
  cs_customer-central_data-address-postal-data-postl_cod1  = is_data-postl_cod1.
  cs_customer-central_data-address-postal-datax-postl_cod1 = is_datax-postl_cod1.
  cs_customer-central_data-address-postal-data-city        = is_data-city.
  cs_customer-central_data-address-postal-datax-city       = is_datax-city.
  cs_customer-central_data-address-postal-data-region      = is_data-region.
  cs_customer-central_data-address-postal-datax-region     = is_datax-region.
  cs_customer-central_data-address-postal-data-country     = is_data-country.
  cs_customer-central_data-address-postal-datax-country    = is_datax-country.

* With CURRENT_STATE the list replaces what stands, so it is set only where marked.
  IF is_datax-tel1_numbr = 'X'.
    cs_customer-central_data-address-communication-phone-current_state = 'X'.
    IF is_data-tel1_numbr IS NOT INITIAL.
      ls_phone-contact-task            = 'I'.
      ls_phone-contact-data-telephone  = is_data-tel1_numbr.
      ls_phone-contact-datax-telephone = 'X'.
      APPEND ls_phone TO cs_customer-central_data-address-communication-phone-phone.
    ENDIF.
  ENDIF.
  IF is_datax-e_mail = 'X'.
    cs_customer-central_data-address-communication-smtp-current_state = 'X'.
    IF is_data-e_mail IS NOT INITIAL.
      ls_mail-contact-task         = 'I'.
      ls_mail-contact-data-e_mail  = is_data-e_mail.
      ls_mail-contact-datax-e_mail = 'X'.
      APPEND ls_mail TO cs_customer-central_data-address-communication-smtp-smtp.
    ENDIF.
  ENDIF.
ENDFORM.                    "address_of
