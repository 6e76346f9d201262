// `npm run gallery`: every message, form and page in every state, as one HTML page; with `-- --text` as text.
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { english } from '../../src/words/words.ts'
import { drawSubjects } from './gallery/draw.ts'
import { galleryPage } from './gallery/page.ts'
import { subjects } from './gallery/subjects.ts'
import { galleryText } from './gallery/text.ts'

const { values } = parseArgs({ options: { text: { type: 'boolean', default: false }, out: { type: 'string' } } })
const drawn = await drawSubjects(subjects, english)
const path = values.out ?? join(tmpdir(), values.text ? 'gallery.txt' : 'gallery.html')
writeFileSync(path, values.text ? galleryText(drawn) : galleryPage(drawn, 'en'))
console.log(`${drawn.length} scenes: ${path}`)
