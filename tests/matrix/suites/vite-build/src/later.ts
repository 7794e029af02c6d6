export const later = "world";
