// Hours of the day; the locale of whoever reads may write them in another way.
import { unambiguousHour } from '../clock.ts'

export const clock = { hour: unambiguousHour }
