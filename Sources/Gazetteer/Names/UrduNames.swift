/// Urdu names that iso-codes 4.15 does not have, and of platforms. No speaker has reviewed them yet.
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
    FK جزائر فاکلینڈ
    FM مائیکرونیشیا
    GM گیمبیا
    IR ایران
    KP شمالی کوریا
    KR جنوبی کوریا
    LA لاؤس
    MF سینٹ مارٹن
    MH جزائر مارشل
    MK شمالی مقدونیہ
    MO مکاؤ
    PN جزائر پٹکیرن
    PS فلسطین
    RU روس
    SX سنٹ مارٹن
    SY شام
    SZ ایسواتینی
    TF فرانسیسی جنوبی علاقے
    TL تیمور لیستے
    TR ترکیہ
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
