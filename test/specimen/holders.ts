import type { DocumentClaim } from '../../knowledge/checks/document/document-claim.ts';
import type { DocumentType } from '../../knowledge/verification/submission.ts';
import type { Person } from './portraits.ts';
import type { Holder } from './zone.ts';

/** Fictitious people behind the pictures; their documents run out long after these tests. */
export const HOLDERS: Readonly<Record<Person, Holder>> = {
  anna: {
    surname: 'Müller',
    givenNames: 'Anna Maria',
    number: 'C01X00T47',
    birthDate: '1990-12-31',
    expiry: '2060-05-14',
    country: 'DE',
    sex: 'F',
  },
  berta: {
    surname: 'García López',
    givenNames: 'Berta',
    number: 'PAB123456',
    birthDate: '1985-02-08',
    expiry: '2059-11-30',
    country: 'ES',
    sex: 'F',
  },
  carla: {
    surname: "O'Neill",
    givenNames: 'Carla',
    number: 'X9876543',
    birthDate: '2001-07-19',
    expiry: '2058-03-02',
    country: 'IE',
    sex: 'F',
  },
};

/** What the holder answers when asked for the particulars. */
export function claimOf(
  holder: Holder,
  documentType: DocumentType,
  side: 'front' | 'back' = 'front',
): DocumentClaim {
  return {
    documentType,
    side,
    country: holder.country,
    surname: holder.surname,
    givenNames: holder.givenNames,
    birthDate: holder.birthDate,
    documentNumber: holder.number,
  };
}
