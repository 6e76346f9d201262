// `npm run docs`: writes the pages that are made from the code.
import { writeFileSync } from 'node:fs'
import { configurationPage } from './configuration-page.ts'
import { notificationsPage } from './notifications-page.ts'

const pages = { configuration: configurationPage(), notifications: notificationsPage() }
for (const [name, text] of Object.entries(pages)) {
  writeFileSync(new URL(`../../docs/${name}.md`, import.meta.url), text)
  console.log(`docs/${name}.md`)
}
