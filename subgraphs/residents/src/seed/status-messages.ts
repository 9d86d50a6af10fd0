import type { ApplicationState, StatusActor } from '../generated/graphql.js';

/** Who brings a state about, and what the applicant reads then. */
export const STATUS: Readonly<
  Record<ApplicationState, { readonly actor: StatusActor; readonly de: string; readonly en: string }>
> = {
  DRAFT: {
    actor: 'APPLICANT',
    de: 'Ihr Entwurf ist gespeichert. Er wird erst bearbeitet, wenn Sie ihn absenden.',
    en: 'Your draft is saved. Nobody works on it until you hand it in.',
  },
  SUBMITTED: {
    actor: 'APPLICANT',
    de: 'Sie haben den Antrag abgesendet.',
    en: 'You handed in the application.',
  },
  RECEIVED: {
    actor: 'SYSTEM',
    de: 'Ihr Antrag ist eingegangen; eine Akte ist angelegt.',
    en: 'Your application has arrived; a file has been opened.',
  },
  AWAITING_PAYMENT: { actor: 'SYSTEM', de: 'Bitte bezahlen Sie die Gebühr.', en: 'Please pay the fee.' },
  AWAITING_APPOINTMENT: {
    actor: 'AUTHORITY',
    de: 'Bitte kommen Sie zu Ihrem Termin und bringen Sie die Unterlagen mit.',
    en: 'Please come to your appointment and bring the documents.',
  },
  IN_REVIEW: {
    actor: 'AUTHORITY',
    de: 'Ihr Antrag wird geprüft.',
    en: 'Your application is being reviewed.',
  },
  INFO_REQUESTED: {
    actor: 'AUTHORITY',
    de: 'Es fehlt noch etwas. Bitte reichen Sie die genannten Unterlagen nach.',
    en: 'Something is missing. Please hand in the documents named.',
  },
  DECIDED: { actor: 'AUTHORITY', de: 'Ihr Antrag ist bewilligt.', en: 'Your application has been granted.' },
  IN_PRODUCTION: {
    actor: 'AUTHORITY',
    de: 'Ihr Dokument wird hergestellt.',
    en: 'Your document is being made.',
  },
  READY_FOR_PICKUP: {
    actor: 'AUTHORITY',
    de: 'Ihr Dokument liegt zur Abholung bereit.',
    en: 'Your document is ready for pick-up.',
  },
  SHIPPED: {
    actor: 'AUTHORITY',
    de: 'Ihr Dokument ist auf dem Postweg.',
    en: 'Your document is in the post.',
  },
  COMPLETED: {
    actor: 'AUTHORITY',
    de: 'Ihr Antrag ist abgeschlossen.',
    en: 'Your application is completed.',
  },
  REJECTED: {
    actor: 'AUTHORITY',
    de: 'Ihr Antrag ist abgelehnt. Die Gründe stehen im Bescheid in der Akte.',
    en: 'Your application has been refused. The notice in the file gives the reasons.',
  },
  WITHDRAWN: {
    actor: 'APPLICANT',
    de: 'Sie haben den Antrag zurückgenommen.',
    en: 'You took the application back.',
  },
  EXPIRED: {
    actor: 'SYSTEM',
    de: 'Die Frist ist abgelaufen; der Vorgang ist beendet.',
    en: 'The term has passed; the procedure has ended.',
  },
};
