/** Words of the native menu and of the dialogs, in both languages. The interface has its own. */
import type { MenuAction } from '../contract/host-api.ts';

export type Language = 'en' | 'ur';

export interface Labels {
  file: string;
  edit: string;
  view: string;
  help: string;
  actions: Record<MenuAction, string>;
  quit: string;
  cut: string;
  copy: string;
  paste: string;
  selectAll: string;
  larger: string;
  smaller: string;
  actualSize: string;
  fullScreen: string;
  reload: string;
  chooseFolder: string;
  chooseSaveFolder: string;
  choose: string;
  savePage: string;
  runGoesOn: string;
  runGoesOnDetail: string;
  pauseAndQuit: string;
  keepWorking: string;
  engineFailed: string;
  engineFailedDetail: string;
  tryAgain: string;
  notResponding: string;
  notRespondingDetail: string;
  wait: string;
}

export const labels: Record<Language, Labels> = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    help: 'Help',
    actions: {
      'new-case': 'New case…',
      'open-case': 'Open case…',
      'close-case': 'Close case',
      'add-evidence': 'Add evidence…',
      'write-report': 'Write report…',
      'export-exhibits': 'Export exhibits…',
      'print-page': 'Save page as PDF…',
      undo: 'Undo',
      redo: 'Redo',
      find: 'Find',
      palette: 'Command palette…',
      settings: 'Settings…',
      verify: 'Verify case…',
      keys: 'Keyboard',
    },
    quit: 'Quit Sabut',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    larger: 'Larger',
    smaller: 'Smaller',
    actualSize: 'Actual size',
    fullScreen: 'Full screen',
    reload: 'Load the interface again',
    chooseFolder: 'Choose a folder',
    chooseSaveFolder: 'Choose where to write',
    choose: 'Choose',
    savePage: 'Save page as PDF',
    runGoesOn: 'Evidence is still being processed.',
    runGoesOnDetail: 'Sabut can pause here and go on from this place the next time it is started. Nothing that was done is lost.',
    pauseAndQuit: 'Pause and quit',
    keepWorking: 'Keep working',
    engineFailed: 'The engine of Sabut ended several times in a row.',
    engineFailedDetail: 'Everything that was recorded in the case is safe.',
    tryAgain: 'Try again',
    notResponding: 'The window does not respond.',
    notRespondingDetail: 'Processing goes on. Loading the interface again loses nothing that was saved.',
    wait: 'Wait',
  },
  ur: {
    file: 'فائل',
    edit: 'ترمیم',
    view: 'منظر',
    help: 'مدد',
    actions: {
      'new-case': 'نیا کیس…',
      'open-case': 'کیس کھولیں…',
      'close-case': 'کیس بند کریں',
      'add-evidence': 'شہادت شامل کریں…',
      'write-report': 'رپورٹ لکھیں…',
      'export-exhibits': 'نمائشی اشیا برآمد کریں…',
      'print-page': 'صفحہ پی ڈی ایف میں محفوظ کریں…',
      undo: 'واپس کریں',
      redo: 'دوبارہ کریں',
      find: 'تلاش',
      palette: 'احکامات کی فہرست…',
      settings: 'ترتیبات…',
      verify: 'کیس کی تصدیق…',
      keys: 'کی بورڈ',
    },
    quit: 'ثبوت بند کریں',
    cut: 'کاٹیں',
    copy: 'نقل کریں',
    paste: 'چسپاں کریں',
    selectAll: 'سب منتخب کریں',
    larger: 'بڑا',
    smaller: 'چھوٹا',
    actualSize: 'اصل سائز',
    fullScreen: 'پوری اسکرین',
    reload: 'انٹرفیس دوبارہ لوڈ کریں',
    chooseFolder: 'فولڈر منتخب کریں',
    chooseSaveFolder: 'لکھنے کی جگہ منتخب کریں',
    choose: 'منتخب کریں',
    savePage: 'صفحہ پی ڈی ایف میں محفوظ کریں',
    runGoesOn: 'شہادت پر کام ابھی جاری ہے۔',
    runGoesOnDetail: 'ثبوت یہاں رک سکتا ہے اور اگلی بار یہیں سے آگے بڑھے گا۔ جو ہو چکا وہ محفوظ ہے۔',
    pauseAndQuit: 'روکیں اور بند کریں',
    keepWorking: 'کام جاری رکھیں',
    engineFailed: 'ثبوت کا انجن لگاتار کئی بار بند ہو گیا۔',
    engineFailedDetail: 'کیس میں جو درج ہوا وہ سب محفوظ ہے۔',
    tryAgain: 'دوبارہ کوشش کریں',
    notResponding: 'ونڈو جواب نہیں دے رہی۔',
    notRespondingDetail: 'کام جاری ہے۔ انٹرفیس دوبارہ لوڈ کرنے سے محفوظ شدہ کچھ ضائع نہیں ہوتا۔',
    wait: 'انتظار کریں',
  },
};
