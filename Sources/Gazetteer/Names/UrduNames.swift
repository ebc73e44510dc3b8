/// Urdu names that iso-codes 4.15 does not have, or has in a form that people in Pakistan do not use, and of platforms.
/// No speaker has reviewed them yet.
let urduNames = """
    AQ انٹارکٹیکا
    BL سینٹ بارتھیلمی
    BN برونائی
    BQ کیریبین نیدرلینڈز
    BS بہاماس
    CD جمہوری جمہوریہ کانگو
    CG جمہوریہ کانگو
    CI آئیوری کوسٹ
    CN چین
    CV کیپ ورڈی
    CX جزیرہ کرسمس
    CZ چیکیا
    EE ایسٹونیا
    ES اسپین
    FK جزائر فاکلینڈ
    FM مائیکرونیشیا
    FO جزائر فارو
    GM گیمبیا
    GN گنی
    HU ہنگری
    IE آئرلینڈ
    IR ایران
    IT اٹلی
    KM کوموروس
    KP شمالی کوریا
    KR جنوبی کوریا
    LA لاؤس
    MF سینٹ مارٹن
    MH جزائر مارشل
    MK شمالی مقدونیہ
    MO مکاؤ
    OM عمان
    PL پولینڈ
    PN جزائر پٹکیرن
    PS فلسطین
    RE ری یونین
    RU روس
    SX سنٹ مارٹن
    SY شام
    SZ ایسواتینی
    TC جزائر ترکس و کیکس
    TF فرانسیسی جنوبی علاقے
    TL تیمور لیستے
    TR ترکیہ
    TW تائیوان
    US امریکا
    VA ویٹیکن سٹی
    VG برطانوی جزائر ورجن
    VI امریکی جزائر ورجن
    XK کوسووو
    PK-BA بلوچستان
    PK-GB گلگت بلتستان
    PK-IS اسلام آباد
    PK-JK آزاد جموں و کشمیر
    PK-KP خیبر پختونخوا
    PK-PB پنجاب
    PK-SD سندھ
    facebook فیس بک
    google گوگل
    instagram انسٹاگرام
    messenger میسنجر
    signal سگنل
    telegram ٹیلیگرام
    tiktok ٹک ٹاک
    whatsapp واٹس ایپ
    wikipedia ویکیپیڈیا
    x ایکس
    youtube یوٹیوب
    """
