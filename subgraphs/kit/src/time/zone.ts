/** The time zone in which days, months and opening hours of the region are meant. */
export const REGION_ZONE = 'Europe/Berlin';
