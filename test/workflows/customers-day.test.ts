import { playCustomersDay } from '../support/customers-day.ts';

playCustomersDay('p21');
