import { Complaint } from './terminal.ts';

/** The flow, or what is looked up before it is asked, says no. */
export class Refused extends Complaint {}
/** Whether it was decided is not known, or not yet. */
export class Unanswered extends Complaint {}
