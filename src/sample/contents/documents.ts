/** PDF, Word, Excel and OpenDocument files in English, Urdu and Roman Urdu. */
import { type OfficeProperties, openDocumentTruth, openXmlTruth, writeDocx, writeOdt, writeXlsx } from '../formats/office.ts';
import { type PdfDescription, pdfTruth, writePdf } from '../formats/pdf.ts';
import { wordBinaryTruth, writeDoc } from '../formats/word-binary.ts';
import { laterMoment, type Moment, padded, randomMoment } from '../moment.ts';
import { type Language, prose, randomLanguage, sentence, title } from '../phrases.ts';
import { people, route } from '../places.ts';
import type { FileRequest, PlannedFile } from '../planned-entry.ts';
import type { RandomStream } from '../random.ts';

const folders = [
  'laptop/Users/kamran/Documents',
  'laptop/Users/kamran/Desktop',
  'laptop/Users/kamran/Downloads',
  'phone/WhatsApp/Media/WhatsApp Documents',
  'phone/Download',
  'usb/Office',
];
const companies = ['Sample Traders (Pvt) Ltd', 'Indus Freight Services', 'نمونہ انٹرپرائزز', 'Margalla Consultants'];

function officeProperties(random: RandomStream, language: Language, createdAt: Moment): OfficeProperties {
  const author = random.pick(people);
  const editor = random.pick(people);
  const urdu = language === 'urdu';
  return {
    title: title(random, language),
    subject: random.pick(['Accounts', 'Correspondence', 'خط و کتابت']),
    author: urdu ? author.urdu : author.english,
    keywords: urdu ? 'دفتر، حساب' : 'office, accounts',
    lastModifiedBy: urdu ? editor.urdu : editor.english,
    company: random.pick(companies),
    createdAt: Math.floor(createdAt),
    modifiedAt: Math.floor(laterMoment(random, createdAt, 30)),
  };
}

function documentPath(random: RandomStream, heading: string, request: FileRequest, extension: string): string {
  return `${random.pick(folders)}/${heading} ${padded(request.index + 1, 3)}.${extension}`;
}

/** One to four pages. */
export function pdf(request: FileRequest): PlannedFile {
  const { random } = request;
  const language = randomLanguage(random);
  const createdAt = Math.floor(randomMoment(random));
  const author = random.pick(people);
  const description: PdfDescription = {
    title: title(random, language),
    author: language === 'urdu' ? author.urdu : author.english,
    subject: random.pick(['Invoice', 'Agreement (copy)', 'معاہدے کی نقل']),
    keywords: language === 'urdu' ? 'معاہدہ، رسید' : 'agreement, receipt',
    creator: random.pick(['Microsoft® Word 2019', 'Writer', 'CamScanner', 'InPage Urdu 2009']),
    producer: random.pick(['Microsoft® Word 2019', 'LibreOffice 7.6', 'Skia/PDF m121']),
    createdAt,
    modifiedAt: Math.floor(laterMoment(random, createdAt, 10)),
    pages: Array.from({ length: random.integer(1, 4) }, () =>
      Array.from({ length: random.integer(5, 28) }, () => sentence(random, language, createdAt)),
    ),
    fileIdentifier: random.hexadecimal(32),
    language: language === 'english' ? 'en-PK' : 'ur-PK',
  };
  return {
    kind: 'file',
    path: documentPath(random, description.title, request, 'pdf'),
    content: writePdf(description),
    mediaType: 'application/pdf',
    modifiedAt: laterMoment(random, description.modifiedAt, 2),
    fields: { 'document/pdf-properties': pdfTruth(description) },
  };
}

export function docx(request: FileRequest): PlannedFile {
  const { random } = request;
  const language = randomLanguage(random);
  const properties = officeProperties(random, language, randomMoment(random));
  return {
    kind: 'file',
    path: documentPath(random, properties.title, request, 'docx'),
    content: writeDocx(properties, paragraphs(random, language, properties), language === 'urdu'),
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    modifiedAt: laterMoment(random, properties.modifiedAt, 2),
    fields: { 'document/office-properties': openXmlTruth(properties, 'Microsoft Office Word') },
  };
}

export function xlsx(request: FileRequest): PlannedFile {
  const { random } = request;
  const language = randomLanguage(random);
  const properties = officeProperties(random, language, randomMoment(random));
  const heading = language === 'urdu' ? ['نام', 'شہر', 'رقم', 'کیفیت'] : ['Name', 'City', 'Amount (Rs.)', 'Remarks'];
  const rows = Array.from({ length: random.integer(8, 120) }, () => {
    const person = random.pick(people);
    const city = random.pick(route);
    const urdu = language === 'urdu';
    return [
      urdu ? person.urdu : person.english,
      urdu ? city.urdu : city.english,
      random.integer(5, 900) * 500,
      sentence(random, language, properties.createdAt),
    ];
  });
  return {
    kind: 'file',
    path: documentPath(random, properties.title, request, 'xlsx'),
    content: writeXlsx(properties, [heading, ...rows]),
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    modifiedAt: laterMoment(random, properties.modifiedAt, 2),
    fields: { 'document/office-properties': openXmlTruth(properties, 'Microsoft Excel') },
  };
}

export function odt(request: FileRequest): PlannedFile {
  const { random } = request;
  const language = randomLanguage(random);
  const properties = officeProperties(random, language, randomMoment(random));
  return {
    kind: 'file',
    path: documentPath(random, properties.title, request, 'odt'),
    content: writeOdt(properties, paragraphs(random, language, properties)),
    mediaType: 'application/vnd.oasis.opendocument.text',
    modifiedAt: laterMoment(random, properties.modifiedAt, 2),
    fields: { 'document/office-properties': openDocumentTruth(properties) },
  };
}

export function doc(request: FileRequest): PlannedFile {
  const { random } = request;
  const language = randomLanguage(random);
  const properties = officeProperties(random, language, randomMoment(random));
  return {
    kind: 'file',
    path: documentPath(random, properties.title, request, 'doc'),
    content: writeDoc(properties, paragraphs(random, language, properties).join('\r')),
    mediaType: 'application/msword',
    modifiedAt: laterMoment(random, properties.modifiedAt, 2),
    fields: { 'document/office-properties': wordBinaryTruth(properties) },
  };
}

function paragraphs(random: RandomStream, language: Language, properties: OfficeProperties): string[] {
  return prose(random, language, properties.createdAt, random.integer(400, 6000)).split('\n\n');
}
