FUNCTION z_qtc_clearings.
*"----------------------------------------------------------------------
*"*"Local Interface:
*"  IMPORTING
*"     VALUE(IV_COMP_CODE) TYPE  BKPF-BUKRS
*"     VALUE(IV_DOCUMENT) TYPE  ZQTC_IDEMP-DOCUMENT
*"  TABLES
*"      RETURN STRUCTURE  BAPIRET2 OPTIONAL
*"      ET_CLEARINGS STRUCTURE  ZQTC_CLEARING OPTIONAL
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

  REFRESH: return, et_clearings.
  PERFORM own_clearings TABLES et_clearings USING iv_comp_code iv_document.
  PERFORM other_clearings TABLES et_clearings USING iv_comp_code iv_document.
ENDFUNCTION.
