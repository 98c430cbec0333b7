import { playCustomersDay } from '../support/customers-day.ts';

playCustomersDay('sap-ecc');
