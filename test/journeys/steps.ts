import type { Customer } from '../kit/customer.ts';
import type { PassportHolder } from '../kit/passport-holder.ts';

/** Says yes to everything up to the point where the photo of the passport is wanted. */
export async function goToPhoto(customer: Customer, holder: PassportHolder): Promise<void> {
  await customer.says('Verify me');
  await customer.hears(/biometric/i);
  await customer.says('I agree');
  await customer.hears(/country or region/i);
  await customer.says(holder.country);
  await customer.hears(/document/i);
  await customer.says('Passport');
  await customer.hears(/surname/i);
  await customer.fills(holder.form, /./);
  await customer.hears(/photo/i);
}
