/** Of this program, as its package and every answer that names it say; a check holds the two together. */
export const productVersion = '0.1.0';
