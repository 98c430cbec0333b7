*----------------------------------------------------------------------*
***INCLUDE LZQTCF01: the key. Not yet run on a real SAP system.
*----------------------------------------------------------------------*

* Locks the key and says what is to be done. The lock is of scope 1: neither
* COMMIT nor ROLLBACK lets go of it, only FINISH or the end of the session.
FORM begin TABLES return STRUCTURE bapiret2
           USING iv_key TYPE zqtc_idemp-idemp_key
                 iv_stripe_id TYPE zqtc_idemp-stripe_id
                 iv_function TYPE clike
           CHANGING ev_document TYPE zqtc_idemp-document
                    ev_repeated TYPE xfeld
                    ev_todo TYPE c.
  CLEAR: ev_document, ev_repeated, ev_todo, gs_row.
  REFRESH return.
  IF iv_key IS INITIAL.
    PERFORM message TABLES return USING 'E' 'ZQTC' '003' '' ''.
    RETURN.
  ENDIF.

  CALL FUNCTION 'ENQUEUE_EZQTC_IDEMP'
    EXPORTING
      mode_zqtc_idemp = 'E'
      mandt           = sy-mandt
      idemp_key       = iv_key
      _scope          = '1'
    EXCEPTIONS
      foreign_lock    = 1
      OTHERS          = 2.
  IF sy-subrc <> 0.
    PERFORM message TABLES return USING 'E' 'MC' '601' sy-msgv1 ''.
    RETURN.
  ENDIF.

  SELECT SINGLE * FROM zqtc_idemp INTO gs_row WHERE idemp_key = iv_key.
  IF sy-subrc <> 0.
    gs_row-idemp_key  = iv_key.
    gs_row-stripe_id  = iv_stripe_id.
    gs_row-funcname   = iv_function.
    gs_row-created_by = sy-uname.
    GET TIME STAMP FIELD gs_row-created_at.
    gs_row-changed_at = gs_row-created_at.
    ev_todo = gc_post.
  ELSEIF gs_row-funcname <> iv_function.
    PERFORM message TABLES return USING 'E' 'ZQTC' '001' iv_key gs_row-funcname.
    PERFORM finish.
  ELSEIF gs_row-status = gc_done.
    ev_document = gs_row-document.
    ev_repeated = 'X'.
    PERFORM message TABLES return USING 'S' 'ZQTC' '002' iv_key gs_row-document.
    PERFORM finish.
  ELSE.
    ev_todo = gc_reconcile.
  ENDIF.
ENDFORM.                    "begin

FORM finish.
  CALL FUNCTION 'DEQUEUE_EZQTC_IDEMP'
    EXPORTING
      mode_zqtc_idemp = 'E'
      mandt           = sy-mandt
      idemp_key       = gs_row-idemp_key
      _scope          = '1'.
ENDFORM.                    "finish

* Ends the LUW of a BAPI that does not commit by itself. The row is written by
* the update task, so that it stands or falls with what the BAPI registered.
FORM keep TABLES return STRUCTURE bapiret2
          USING iv_document TYPE clike
          CHANGING ev_document TYPE zqtc_idemp-document.
  DATA: ls_return   TYPE bapiret2,
        lv_document TYPE zqtc_idemp-document,
        lv_failed   TYPE c LENGTH 1.

  lv_document = iv_document.
  PERFORM failed TABLES return CHANGING lv_failed.
  IF lv_failed IS INITIAL AND ( lv_document IS INITIAL OR lv_document(1) = '$' ).
    PERFORM message TABLES return USING 'E' 'ZQTC' '004' gs_row-funcname ''.
    lv_failed = 'X'.
  ENDIF.
  IF lv_failed = 'X'.
    CALL FUNCTION 'BAPI_TRANSACTION_ROLLBACK'.
    PERFORM finish.
    RETURN.
  ENDIF.

  gs_row-document = lv_document.
  gs_row-status   = gc_done.
  CALL FUNCTION 'Z_QTC_IDEMP_INSERT' IN UPDATE TASK
    EXPORTING
      is_row = gs_row.
  CALL FUNCTION 'BAPI_TRANSACTION_COMMIT'
    EXPORTING
      wait   = 'X'
    IMPORTING
      return = ls_return.
  IF ls_return-type CA 'EA'.
    APPEND ls_return TO return.
  ENDIF.

* A terminated update is not told to who committed: the row proves it.
  SELECT SINGLE * FROM zqtc_idemp INTO gs_row WHERE idemp_key = gs_row-idemp_key.
  IF sy-subrc = 0.
    ev_document = gs_row-document.
    DELETE return WHERE type = 'E' OR type = 'A'.
  ELSE.
    PERFORM message TABLES return USING 'E' 'ZQTC' '005' gs_row-idemp_key ''.
  ENDIF.
  PERFORM finish.
ENDFORM.                    "keep

* Rolls back what was only tried.
FORM forget.
  CALL FUNCTION 'BAPI_TRANSACTION_ROLLBACK'.
  PERFORM finish.
ENDFORM.                    "forget

* A BAPI or a transaction that commits by itself: the row goes first, in a LUW of
* its own, so that the next attempt knows that there was one.
FORM note_pending.
  gs_row-status = gc_pending.
  GET TIME STAMP FIELD gs_row-changed_at.
  MODIFY zqtc_idemp FROM gs_row.
  COMMIT WORK AND WAIT.
ENDFORM.                    "note_pending

* The document stands, so nothing in the answer may tell of a refusal.
FORM pending_done TABLES return STRUCTURE bapiret2
                  USING iv_document TYPE clike
                  CHANGING ev_document TYPE zqtc_idemp-document.
  gs_row-document = iv_document.
  gs_row-status   = gc_done.
  GET TIME STAMP FIELD gs_row-changed_at.
  MODIFY zqtc_idemp FROM gs_row.
  COMMIT WORK AND WAIT.
  ev_document = gs_row-document.
  DELETE return WHERE type = 'E' OR type = 'A'.
  PERFORM finish.
ENDFORM.                    "pending_done

* Only where it is certain that the attempt changed nothing.
FORM pending_failed.
  DELETE FROM zqtc_idemp WHERE idemp_key = gs_row-idemp_key AND status = gc_pending.
  COMMIT WORK AND WAIT.
  PERFORM finish.
ENDFORM.                    "pending_failed

* Of an attempt whose document is not found: leave it alone while it may still come.
FORM wait_for_pending TABLES return STRUCTURE bapiret2
                      CHANGING ev_wait TYPE c.
  DATA lv_age TYPE i.
  CLEAR ev_wait.
  PERFORM age_of USING gs_row-changed_at CHANGING lv_age.
  CHECK lv_age < gc_patience.
  ev_wait = 'X'.
  PERFORM message TABLES return USING 'E' 'ZQTC' '012' gs_row-idemp_key ''.
  PERFORM finish.
ENDFORM.                    "wait_for_pending

* Seconds since then; none where that cannot be told.
FORM age_of USING iv_since TYPE zqtc_idemp-changed_at
            CHANGING ev_age TYPE i.
  DATA lv_now TYPE zqtc_idemp-changed_at.
  CLEAR ev_age.
  GET TIME STAMP FIELD lv_now.
  TRY.
      ev_age = cl_abap_tstmp=>subtract( tstmp1 = lv_now tstmp2 = iv_since ).
    CATCH cx_parameter_invalid_range cx_parameter_invalid_type.
      CLEAR ev_age.
  ENDTRY.
ENDFORM.                    "age_of

FORM failed TABLES return STRUCTURE bapiret2 CHANGING ev_failed TYPE c.
  CLEAR ev_failed.
  LOOP AT return WHERE type = 'E' OR type = 'A'.
    ev_failed = 'X'.
    EXIT.
  ENDLOOP.
ENDFORM.                    "failed

FORM message TABLES return STRUCTURE bapiret2
             USING iv_type TYPE clike
                   iv_id TYPE clike
                   iv_number TYPE clike
                   iv_v1 TYPE clike
                   iv_v2 TYPE clike.
  DATA: ls_return TYPE bapiret2,
        lv_id     TYPE sy-msgid,
        lv_number TYPE sy-msgno,
        lv_v1     TYPE sy-msgv1,
        lv_v2     TYPE sy-msgv2.
  lv_id     = iv_id.
  lv_number = iv_number.
  lv_v1     = iv_v1.
  lv_v2     = iv_v2.
  MESSAGE ID lv_id TYPE 'S' NUMBER lv_number WITH lv_v1 lv_v2 INTO ls_return-message.
  ls_return-type       = iv_type.
  ls_return-id         = lv_id.
  ls_return-number     = lv_number.
  ls_return-message_v1 = lv_v1.
  ls_return-message_v2 = lv_v2.
  ls_return-system     = sy-sysid.
  APPEND ls_return TO return.
ENDFORM.                    "message

* What the last failed call or transaction left in sy-msg*.
FORM system_message TABLES return STRUCTURE bapiret2.
  DATA ls_return TYPE bapiret2.
  IF sy-msgid IS INITIAL.
    PERFORM message TABLES return USING 'E' 'ZQTC' '004' gs_row-funcname ''.
    RETURN.
  ENDIF.
  MESSAGE ID sy-msgid TYPE 'S' NUMBER sy-msgno
    WITH sy-msgv1 sy-msgv2 sy-msgv3 sy-msgv4 INTO ls_return-message.
  ls_return-type       = 'E'.
  ls_return-id         = sy-msgid.
  ls_return-number     = sy-msgno.
  ls_return-message_v1 = sy-msgv1.
  ls_return-message_v2 = sy-msgv2.
  ls_return-message_v3 = sy-msgv3.
  ls_return-message_v4 = sy-msgv4.
  APPEND ls_return TO return.
ENDFORM.                    "system_message

FORM from_bapiret1 TABLES it_from STRUCTURE bapiret1
                          return STRUCTURE bapiret2.
  DATA ls_return TYPE bapiret2.
  LOOP AT it_from.
    CLEAR ls_return.
    MOVE-CORRESPONDING it_from TO ls_return.
    APPEND ls_return TO return.
  ENDLOOP.
ENDFORM.                    "from_bapiret1
