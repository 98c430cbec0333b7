FUNCTION-POOL zqtc MESSAGE-ID zqtc.
*----------------------------------------------------------------------*
* Quittance: BAPI, commit and idempotency in one call.
* Licensed under the Apache License, Version 2.0.
* NOT YET RUN ON A REAL SAP SYSTEM: check it in a sandbox client first.
* Written for ECC 6.0; nothing newer than ABAP 7.02 is used.
*----------------------------------------------------------------------*

CONSTANTS:
  gc_done    TYPE zqtc_idemp-status VALUE 'DONE',
  gc_pending TYPE zqtc_idemp-status VALUE 'PENDING',
* What begin says: post, look whether the last attempt got through, or return.
  gc_post      TYPE c LENGTH 1 VALUE 'N',
  gc_reconcile TYPE c LENGTH 1 VALUE 'P',
  gc_return    TYPE c LENGTH 1 VALUE ' ',
* A call that died may still be in the update task: seconds to leave it alone.
  gc_patience TYPE i VALUE 300,
* Customizing that your system may name otherwise (OB41, OBA7, T041A).
  gc_clearing_type   TYPE bkpf-blart VALUE 'AB',
  gc_procedure       TYPE t041a-auglv VALUE 'UMBUCHNG',
  gc_rest_debit      TYPE bseg-bschl VALUE '06',
  gc_rest_credit     TYPE bseg-bschl VALUE '16',
  gc_rest_special_db TYPE bseg-bschl VALUE '09',
  gc_rest_special_cr TYPE bseg-bschl VALUE '19',
  gc_reversal_own    TYPE bkpf-stgrd VALUE '01',
  gc_reversal_other  TYPE bkpf-stgrd VALUE '02'.

* Open items of one document, or what is left of them.
TYPES:
  BEGIN OF ty_open,
    bukrs  TYPE bsid-bukrs,
    kunnr  TYPE bsid-kunnr,
    belnr  TYPE bsid-belnr,
    gjahr  TYPE bsid-gjahr,
    shkzg  TYPE bsid-shkzg,
    umskz  TYPE bsid-umskz,
    zuonr  TYPE bsid-zuonr,
    buzei  TYPE bsid-buzei,
    waers  TYPE bsid-waers,
    amount TYPE bsid-wrbtr,
    items  TYPE STANDARD TABLE OF bsid WITH DEFAULT KEY,
  END OF ty_open.

* The row of the key that is locked now.
DATA gs_row TYPE zqtc_idemp.
