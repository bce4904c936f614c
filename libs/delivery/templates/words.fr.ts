import type { MailWords } from './mail-words';

export const frWords: MailWords = {
  locale: 'fr-FR',
  greeting: 'Bonjour {{name}},',
  greetingNobody: 'Bonjour,',
  regards: 'Cordialement',
  openLink: 'Voir en ligne',
  openAndPayLink: 'Voir et payer en ligne',
  early: '{{percent}} % de moins si payée avant le {{day}}',
  instalment: 'Échéance',
  linkUntil: 'Le lien est valable jusqu’au {{until}}. Quiconque le possède peut voir ces documents : merci de ne pas le transmettre.',
  attached: 'Pièces jointes : {{files}}',
  facts: {
    number: 'Numéro', date: 'Date', due: 'Échéance', amount: 'Montant', period: 'Période', balance: 'Solde', open: 'Dû', fee: 'Frais de ce rappel', reference: 'Référence de paiement',
    yourReference: 'Votre référence', early: 'Escompte',
  },
  letters: {
    invoice: {
      subject: 'Facture {{number}} de {{seller}}',
      opening: 'veuillez trouver ci-joint notre facture {{number}} du {{date}} d’un montant de {{amount}}.',
      closing: 'Merci de la régler avant le {{due}}. Si quelque chose n’est pas correct, dites-le-nous sans attendre.',
      closingInstalments: 'Merci de régler chaque échéance à sa date. Si quelque chose n’est pas correct, dites-le-nous sans attendre.',
    },
    'credit-note': {
      subject: 'Avoir {{number}} de {{seller}}',
      opening: 'veuillez trouver ci-joint notre avoir {{number}} du {{date}} d’un montant de {{amount}}.',
      closing: 'Vous n’avez rien à faire : il est imputé sur ce que vous devez.',
    },
    receipt: {
      subject: 'Reçu pour votre paiement de {{amount}} à {{seller}}',
      opening: 'nous avons reçu votre paiement de {{amount}} le {{date}}. Merci.',
      closing: 'Le reçu est joint pour vos dossiers.',
    },
    statement: {
      subject: 'Relevé de compte de {{seller}}',
      opening: 'veuillez trouver ci-joint le relevé de votre compte pour {{period}}.',
      closing: 'S’il diffère de vos livres, dites-nous où.',
    },
    reminder: {
      subject: 'Rappel de {{seller}} : {{open}} à régler',
      opening: 'sauf erreur de notre part, ce qui suit reste à régler.',
      closing: 'Si vous avez payé entre-temps, ne tenez pas compte de ce message. Si quelque chose n’est pas correct, dites-le-nous.',
    },
    notice: {
      subject: 'Relance de {{seller}} : {{open}}',
      opening: 'malgré notre rappel, ce qui suit reste impayé.',
      closing: 'Merci de régler sans attendre, ou de nous dire ce qui s’y oppose.',
    },
    'final-notice': {
      subject: 'Dernière relance de {{seller}} : {{open}}',
      opening: 'malgré nos courriers, ce qui suit reste impayé. Ceci est notre dernière relance.',
      closing: 'Sans règlement ni nouvelles de votre part, nous confierons le dossier au recouvrement.',
    },
  },
};
