export { normalEmail } from '../domain/email.ts';
