FUNCTION z_qtc_idemp_insert.
*"----------------------------------------------------------------------
*"*"Update Function Module:
*"  IMPORTING
*"     VALUE(IS_ROW) TYPE  ZQTC_IDEMP
*"----------------------------------------------------------------------
* Quittance, Apache License 2.0. NOT YET RUN ON A REAL SAP SYSTEM.

* V1: written with what the BAPI registered, or not at all. A second row of one key
* cannot be: it ends the whole update.
  INSERT zqtc_idemp FROM is_row.
  IF sy-subrc <> 0.
    MESSAGE a006(zqtc) WITH is_row-idemp_key.
  ENDIF.
ENDFUNCTION.
