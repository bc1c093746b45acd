/** Running text in the three ways in which Pakistan writes: English, Urdu, and Urdu in Latin letters. */
import { calendarText, type Moment, pakistanOffsetMinutes } from './moment.ts';
import { mobileNumber, people, route } from './places.ts';
import type { RandomStream } from './random.ts';

export type Language = 'english' | 'urdu' | 'roman-urdu';

const sentences: Record<Language, readonly string[]> = {
  english: [
    'Please find attached the invoice for the solar panels delivered to the {city} warehouse.',
    'The meeting has been moved to {date}; kindly confirm your attendance.',
    'We received a transfer of Rs. {amount} but the reference number does not match our records.',
    'The complainant, {name}, states that an unknown caller posed as a bank representative.',
    'Call me on {phone} as soon as you reach {city}.',
    'The tenant has agreed to pay Rs. {amount} a month, with two months in advance.',
    'All members of the committee should bring the original identity card and two photographs.',
    'The shipment left {city} on {date} and should arrive within three working days.',
    'Investors were promised a monthly profit of fifteen per cent, which was never paid.',
    'The password was changed on {date} and nobody in the office knows who did it.',
    'Our representative will never ask for your one-time code over the telephone.',
    'The car papers are complete; only the transfer letter has to be signed.',
    'Rainfall in {city} was above the seasonal average and several roads remain closed.',
    'The school will reopen on {date}; fee vouchers may be collected from the office.',
    'Kindly deposit Rs. {amount} in account {account} and send the slip by WhatsApp.',
    'I have shared the folder with {name}; delete your copy once you have read it.',
    'The laptop was handed over for repair in {city} and came back without its hard disk.',
    'Minutes of the previous meeting were read out and approved without change.',
    'He sold the motorcycle to {name} for Rs. {amount} and has the receipt.',
    'The doctor advised two weeks of rest and a follow-up visit on {date}.',
  ],
  urdu: [
    'براہِ کرم منسلک رسید ملاحظہ فرمائیں اور رقم کی وصولی کی تصدیق کر دیں۔',
    'کل شام پانچ بجے دفتر میں میٹنگ ہے، سب لوگ وقت پر پہنچ جائیں۔',
    'ہم نے {city} سے سامان بھیج دیا ہے، ٹرک صبح تک پہنچ جائے گا۔',
    'بینک اکاؤنٹ نمبر {account} میں {amount} روپے جمع کروا دیے گئے ہیں۔',
    'شناختی کارڈ کی کاپی اور دو عدد تصاویر ساتھ لائیں۔',
    'آپ کا پارسل {city} کے دفتر میں موجود ہے، براہِ مہربانی {phone} پر رابطہ کریں۔',
    'امی کی طبیعت اب بہتر ہے، ڈاکٹر نے دو ہفتے آرام کا مشورہ دیا ہے۔',
    'موسم خراب ہونے کی وجہ سے پرواز تین گھنٹے تاخیر کا شکار ہے۔',
    'مکان کا کرایہ اس مہینے سے بڑھا کر {amount} روپے کر دیا گیا ہے۔',
    'درخواست گزار {name} نے بتایا کہ نامعلوم نمبر سے فون آیا اور فون کرنے والے نے خود کو بینک کا نمائندہ ظاہر کیا۔',
    'اپنا خفیہ کوڈ کسی کو نہ بتائیں، ہمارا نمائندہ کبھی فون پر کوڈ نہیں مانگتا۔',
    'بچوں کے امتحانات اگلے ہفتے شروع ہو رہے ہیں۔',
    'گاڑی کے کاغذات مکمل ہیں، صرف ٹرانسفر لیٹر پر دستخط باقی ہیں۔',
    'سرمایہ کاری پر ماہانہ پندرہ فیصد منافع کی ضمانت دی گئی تھی۔',
    'شادی کی تقریب {city} میں ہو گی، آپ سب کو شرکت کی دعوت ہے۔',
    'بجلی کا بل جمع کروا دیا ہے، رسید واٹس ایپ پر بھیج رہا ہوں۔',
    '{name} نے کہا ہے کہ باقی رقم مہینے کے آخر تک ادا کر دی جائے گی۔',
    'اس معاملے کی اطلاع متعلقہ تھانے کو دے دی گئی ہے۔',
    'لیپ ٹاپ مرمت کے لیے {city} بھیجا گیا تھا، واپس آیا تو اس میں ہارڈ ڈسک نہیں تھی۔',
    'گزشتہ اجلاس کی کارروائی پڑھ کر سنائی گئی اور منظور کر لی گئی۔',
  ],
  'roman-urdu': [
    'Bhai paise bhej diye hain, check kar ke batao.',
    'Kal subah nau baje {city} nikalna hai, tayar rehna.',
    'Yaar {name} ka number do, us se zaroori baat karni hai.',
    'Ammi ki tabiyat ab behtar hai, doctor ne aaram ka kaha hai.',
    'Account {account} mein {amount} rupay jama karwa do aur slip WhatsApp kar dena.',
    'OTP kisi ko mat batana, yeh fraud wale log hote hain.',
    'Parcel {city} pohanch gaya hai, {phone} par call kar ke le lo.',
    'Match dekha raat ko? Akhri over mein to kamaal hi ho gaya.',
    'Main ne woh tasveerein delete kar di hain, tum bhi kar do.',
    'Gaari ke kaghzaat mukammal hain, sirf dastakhat baqi hain.',
    'Woh keh raha hai ke agar {amount} nahin diye to video upload kar dega.',
    'Bijli nahin hai subah se, UPS bhi khatam hone wala hai.',
    'Shaadi ki date pakki ho gayi hai, {date} ko {city} mein.',
    'Theek hai, phir kal milte hain. Allah hafiz.',
    'Is link par click mat karna, mera WhatsApp hack ho gaya tha.',
    'Kiraya is mahine se {amount} kar diya hai malik makan ne.',
  ],
};

const titles: Record<Language, readonly string[]> = {
  english: [
    'Quarterly accounts',
    'Rent agreement',
    'Minutes of the meeting',
    'Shipment list',
    'Loan application',
    'Travel plan',
    'Complaint',
    'Price list',
    'Service contract',
    'Notes on the project',
  ],
  urdu: [
    'سہ ماہی حسابات',
    'کرایہ نامہ',
    'اجلاس کی کارروائی',
    'سامان کی فہرست',
    'درخواست برائے قرض',
    'سفر کا پروگرام',
    'شکایت',
    'نرخ نامہ',
    'معاہدہ',
    'منصوبے کے نوٹ',
  ],
  'roman-urdu': [
    'Hisaab kitaab',
    'Kiraya nama',
    'Meeting ki baatein',
    'Saman ki list',
    'Qarz ki darkhwast',
    'Safar ka program',
    'Shikayat',
    'Rate list',
    'Muahida',
    'Zaroori notes',
  ],
};

/** About half English, three tenths Urdu, the rest Urdu in Latin letters. */
export function randomLanguage(random: RandomStream): Language {
  const draw = random.fraction();
  return draw < 0.5 ? 'english' : draw < 0.8 ? 'urdu' : 'roman-urdu';
}

/** A short title in the language. */
export function title(random: RandomStream, language: Language): string {
  return random.pick(titles[language]);
}

/** One sentence with its blanks filled in. */
export function sentence(random: RandomStream, language: Language, moment: Moment): string {
  return random.pick(sentences[language]).replace(/\{(\w+)\}/g, (_, blank: string) => fill(random, language, moment, blank));
}

/** Sentences up to about `length` characters, in paragraphs that are separated by an empty line. */
export function prose(random: RandomStream, language: Language, moment: Moment, length: number): string {
  const paragraphs: string[] = [];
  let total = 0;
  do {
    const paragraph: string[] = [];
    for (let count = random.integer(2, 6); count > 0 && total < length; count--) {
      const next = sentence(random, language, moment);
      paragraph.push(next);
      total += next.length + 1;
    }
    paragraphs.push(paragraph.join(' '));
  } while (total < length);
  return paragraphs.join('\n\n');
}

function fill(random: RandomStream, language: Language, moment: Moment, blank: string): string {
  const urdu = language === 'urdu';
  switch (blank) {
    case 'city': {
      const place = random.pick(route);
      return urdu ? place.urdu : place.english;
    }
    case 'name': {
      const person = random.pick(people);
      return urdu ? person.urdu : person.english;
    }
    case 'phone':
      return mobileNumber(random);
    case 'amount':
      return `${random.integer(1, 480)},${random.pick(['000', '500'])}`;
    case 'account':
      return `PK00SAMP000000${random.digits(10)}`;
    default: {
      const [year, month, day] = calendarText(moment + 86_400 * random.integer(1, 40), pakistanOffsetMinutes)
        .slice(0, 10)
        .split(':');
      return `${day}/${month}/${year}`;
    }
  }
}
