/// Urdu. No speaker has reviewed it yet. The syntax is that of `Messages.init(catalogue:)`.
///
/// All that is said in a language is in one file, so that adding one is adding one file: the list of languages is made from
/// the names in this folder (`Plugins/LanguageList`).
let urdu = """
    @language ur
    @autonym اردو
    @direction rtl
    @reviewed no
    @plural one-other

    ; Numbers, lists, times
    number.decimal = .
    number.group = ,
    sentence.stop = ۔
    list.pair = {first} اور {rest}
    list.more = {first}، {rest}
    list.clauses = {first}؛ {rest}
    month.1 = جنوری
    month.2 = فروری
    month.3 = مارچ
    month.4 = اپریل
    month.5 = مئی
    month.6 = جون
    month.7 = جولائی
    month.8 = اگست
    month.9 = ستمبر
    month.10 = اکتوبر
    month.11 = نومبر
    month.12 = دسمبر
    time.date = {day} {month} {year}
    time.day = {day} {month}
    time.moment = {date}، {clock} ({zone})
    duration.margin = {count} منٹ
    duration.minutes = {count} منٹ
    duration.hours = {count, plural, one {# گھنٹہ} other {# گھنٹے}}
    duration.days = {count} دن

    ; Words for states
    status.suspected = شبہ
    status.confirmed = تصدیق شدہ
    status.restoring = بحالی جاری
    status.restored = بحال
    status.retracted = واپس لیا گیا
    verdict.ok = رسائی ممکن
    verdict.slow = سست
    verdict.blocked = رسائی ممکن نہیں
    verdict.platformDown = ہر جگہ بند
    verdict.dark = رابطہ منقطع
    verdict.insufficient = ناکافی معلومات

    ; Where
    where.national = {country} بھر میں
    where.most.users = {country} میں اکثر صارفین کے لیے
    where.many.users = {country} میں بہت سے صارفین کے لیے
    where.most.networks = {country} کے اکثر نیٹ ورکس پر
    where.country = {country} میں
    where.regional = {regions} ({country}) میں
    where.networks = {country} میں {networks} پر
    where.networks.unnamed = {country} میں بعض نیٹ ورکس پر
    where.mobile = {country} میں موبائل نیٹ ورکس پر
    where.fixed = {country} میں فکسڈ لائن نیٹ ورکس پر
    where.global = کئی ملکوں میں
    network.named = {name} ({asn})
    networks.and.others = {networks} اور مزید {count, plural, one {# نیٹ ورک} other {# نیٹ ورکس}}
    platforms.unnamed = بعض پلیٹ فارمز
    platforms.and.others = {platforms} اور مزید {count, plural, one {# پلیٹ فارم} other {# پلیٹ فارمز}}

    ; When. `clocks` is utc, one (the country has one time zone) or several.
    onset.point = {date} کو {clocks, select, utc {UTC} one {مقامی وقت} other {دارالحکومت کے وقت}} کے مطابق تقریباً
     {clock} بجے {clocks, select, utc {(± {margin})} other {({utc}، ± {margin})}}
    onset.clocks = {date} کو {clocks, select, utc {UTC} one {مقامی وقت} other {دارالحکومت کے وقت}} کے مطابق {from} اور
     {to} بجے کے درمیان کسی وقت
    onset.moments = {clocks, select, utc {UTC} one {مقامی وقت} other {دارالحکومت کے وقت}} کے مطابق {fromDate} کو {from}
     بجے اور {toDate} کو {to} بجے کے درمیان کسی وقت
    onset.days = {days} کے درمیان کسی وقت
    days.within.month = {from} اور {to} {month} {year}
    days.across = {from} اور {to}
    utc.same.day = {clock} UTC
    utc.other.day = {day} کو {clock} UTC
    end.point = {date} کو تقریباً {clock} بجے{clocks, select, utc { UTC} other { ({utc})}}

    ; The claim, by status and verdict
    lead.suspected.blocked = شبہ: {onset} سے {where} {platforms} تک رسائی بظاہر ممکن نہیں۔
    lead.suspected.slow = شبہ: {onset} سے {where} {platforms} کی رفتار بظاہر سست ہے۔
    lead.suspected.platformDown = شبہ: {onset} سے {platforms} کی سروس بظاہر خود اپنی خرابی کے باعث بیک وقت کئی ملکوں میں
     ناکام ہے۔
    lead.suspected.dark = شبہ: {onset} سے {where} انٹرنیٹ کا رابطہ بظاہر منقطع ہے۔
    lead.suspected.disrupted = شبہ: {onset} سے {where} {platforms} کی سروس بظاہر متاثر ہے۔
    lead.confirmed.blocked = تصدیق شدہ: {onset} سے {where} {platforms} تک رسائی ممکن نہیں۔
    lead.confirmed.slow = تصدیق شدہ: {onset} سے {where} {platforms} کی رفتار سست ہے۔
    lead.confirmed.platformDown = تصدیق شدہ: {onset} سے {platforms} کی سروس بیک وقت کئی ملکوں میں ناکام ہے؛ خرابی خود
     {count, plural, one {پلیٹ فارم} other {پلیٹ فارمز}} میں ہے، کسی ایک ملک کے نیٹ ورکس میں نہیں۔
    lead.confirmed.dark = تصدیق شدہ: {onset} سے {where} انٹرنیٹ کا رابطہ منقطع ہے۔
    lead.confirmed.disrupted = تصدیق شدہ: {onset} سے {where} {platforms} کی سروس متاثر ہے۔
    lead.restoring.blocked = بحالی جاری: {where} {platforms} تک رسائی، جو {onset} سے ممکن نہیں تھی، بحال ہو رہی ہے۔
    lead.restoring.slow = بحالی جاری: {where} {platforms} کی رفتار، جو {onset} سے سست تھی، بہتر ہو رہی ہے۔
    lead.restoring.platformDown = بحالی جاری: {platforms} کی سروس، جو {onset} سے کئی ملکوں میں ناکام تھی، بحال ہو رہی ہے۔
    lead.restoring.dark = بحالی جاری: {where} انٹرنیٹ کا رابطہ، جو {onset} سے منقطع تھا، بحال ہو رہا ہے۔
    lead.restoring.disrupted = بحالی جاری: {where} {platforms} کی سروس، جو {onset} سے متاثر تھی، معمول پر آ رہی ہے۔
    lead.restored.blocked = بحال: {where} {platforms} تک رسائی دوبارہ ممکن ہے۔ یہ رسائی {onset} سے {end} تک ممکن نہیں
     تھی۔
    lead.restored.slow = بحال: {where} {platforms} کی رفتار معمول پر آ گئی ہے۔ یہ {onset} سے {end} تک سست تھی۔
    lead.restored.platformDown = بحال: {platforms} کی سروس دوبارہ چل رہی ہے۔ یہ {onset} سے {end} تک کئی ملکوں میں ناکام
     تھی۔
    lead.restored.dark = بحال: {where} انٹرنیٹ کا رابطہ بحال ہو گیا ہے۔ یہ {onset} سے {end} تک منقطع تھا۔
    lead.restored.disrupted = بحال: {where} {platforms} کی سروس معمول پر آ گئی ہے۔ یہ {onset} سے {end} تک متاثر تھی۔
    lead.unobserved = اب مشاہدے میں نہیں: {onset} سے {claim}۔ {end} کے بعد کوئی پیمائش نہیں ہوئی، اس لیے یہاں معلوم نہیں کہ یہ
     صورتحال جاری ہے یا نہیں۔
    lead.retracted.blocked = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} {platforms} تک رسائی ممکن نہیں۔
    lead.retracted.slow = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} {platforms} کی رفتار سست ہے۔
    lead.retracted.platformDown = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {platforms} کی سروس کئی ملکوں میں ناکام ہے۔
    lead.retracted.dark = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} انٹرنیٹ کا رابطہ منقطع ہے۔
    lead.retracted.disrupted = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} {platforms} کی سروس متاثر ہے۔

    ; Why a statement was withdrawn
    retraction.not-sustained = ہم یہ بیان واپس لیتے ہیں: شواہد برقرار نہیں رہے۔
    retraction.new-normal = ہم یہ بیان واپس لیتے ہیں: اس کی کبھی تصدیق نہیں ہوئی، اور یہ حالت اتنی دیر رہی کہ اب معمول شمار ہوتی ہے۔
    retraction.merged = ہم اسے الگ بیان کے طور پر واپس لیتے ہیں: یہ واقعہ {incident} کا حصہ نکلا۔
    retraction.platform-down = ہم یہ بیان واپس لیتے ہیں: خود پلیٹ فارم ہر جگہ ناکام تھا۔
    retraction.network-outage = ہم یہ بیان واپس لیتے ہیں: صرف پلیٹ فارم نہیں، پورے نیٹ ورکس ناکام تھے۔
    retraction.probe-fault = ہم یہ بیان واپس لیتے ہیں: خرابی خود پیمائشی پروگراموں میں تھی۔
    retraction.own-fault = ہم یہ بیان واپس لیتے ہیں: خرابی خود اس رصدگاہ میں تھی۔
    retraction.contested = ہم نظرثانی کے بعد یہ بیان واپس لیتے ہیں۔
    retraction.stated = ہم یہ بیان واپس لیتے ہیں۔ بتائی گئی وجہ: {reason}۔
    retraction.unstated = ہم یہ بیان واپس لیتے ہیں۔

    ; Headlines
    title.suspected = شبہ: {claim}
    title.confirmed = تصدیق شدہ: {claim}
    title.restoring = بحالی جاری: {claim}
    title.restored = بحال: {claim}
    title.unobserved = اب مشاہدے میں نہیں: {claim}
    title.retracted = واپس لیا گیا: {claim}
    claim.blocked = {where} {platforms} تک رسائی ممکن نہیں
    claim.slow = {where} {platforms} کی رفتار سست
    claim.platformDown = کئی ملکوں میں {platforms} کی سروس ناکام
    claim.dark = {where} انٹرنیٹ کا رابطہ منقطع
    claim.disrupted = {where} {platforms} کی سروس متاثر
    recovering.blocked = {where} {platforms} تک رسائی بحال ہو رہی ہے
    recovering.slow = {where} {platforms} کی رفتار بہتر ہو رہی ہے
    recovering.platformDown = {platforms} کی سروس بحال ہو رہی ہے
    recovering.dark = {where} انٹرنیٹ کا رابطہ بحال ہو رہا ہے
    recovering.disrupted = {where} {platforms} کی سروس معمول پر آ رہی ہے
    ended.blocked = {where} {platforms} تک رسائی دوبارہ ممکن
    ended.slow = {where} {platforms} کی رفتار معمول پر
    ended.platformDown = {platforms} کی سروس دوبارہ جاری
    ended.dark = {where} انٹرنیٹ کا رابطہ بحال
    ended.disrupted = {where} {platforms} کی سروس معمول پر

    ; What the claim rests on
    duration.whole = کل دورانیہ: تقریباً {duration}۔
    duration.periods = آغاز سے اختتام تک دورانیہ: تقریباً {duration}، {count, plural, one {# وقفے} other {# الگ الگ وقفوں}} میں۔
    periods.open = اب تک یہ {count, plural, one {# وقفہ} other {# الگ الگ وقفے}} بنتے ہیں۔
    sample.probes = یہ پیمائش {networks, plural, one {# نیٹ ورک} other {# نیٹ ورکس}} پر {probes, plural, one {# پیمائشی
     پروگرام} other {# پیمائشی پروگراموں}} نے کی ({sessions, plural, one {# نشست} other {# نشستیں}}، {window})۔
    sample.ooni = یہ {networks, plural, one {# نیٹ ورک} other {# نیٹ ورکس}} پر OONI کی {sessions, plural, one {# پیمائش}
     other {# پیمائشوں}} پر مبنی ہے ({window})۔
    sample.mixed = یہ پیمائش {networks, plural, one {# نیٹ ورک} other {# نیٹ ورکس}} پر {probes, plural, one {# پیمائشی
     پروگرام} other {# پیمائشی پروگراموں}} اور OONI نے کی (کل {sessions, plural, one {# پیمائش} other {# پیمائشیں}}،
     {window})۔
    sample.outside = یہ {families} پر مبنی ہے ({window})؛ اس رصدگاہ کے کسی پیمائشی پروگرام نے اس کی پیمائش نہیں کی۔
    sample.none = اس رصدگاہ کے کسی پیمائشی پروگرام نے اس کی پیمائش نہیں کی۔
    window.day = {date} کو {from} سے {to} UTC تک
    window.days = {fromDate} کو {from} UTC سے {toDate} کو {to} UTC تک
    families.further = مزید شواہد: {families}۔
    family.probes = پیمائشی پروگرام
    family.ooni = OONI کی پیمائشیں
    family.reports = صارفین کی اطلاعات
    family.traffic = ٹریفک کا حجم
    family.bgp = روٹنگ کا ڈیٹا (BGP)
    family.other = باہر کی دیگر پیمائشیں
    mechanism.observed = مشاہدہ: {mechanisms}۔
    mechanism.with.path = {words} ({path})
    slowdown.factor = انہی نیٹ ورکس پر تقابلی سائٹس کے مقابلے میں ترسیل کو تقریباً {factor} گنا وقت لگا ({low} سے {high}
     گنا)۔
    slowdown.cap = رفتار تقریباً {cap} کلو بٹ فی سیکنڈ پر ٹھہر گئی، جیسا کہ مقررہ حد کی صورت میں ہوتا ہے۔
    networks.affected = متاثرہ پائے گئے نیٹ ورکس: {networks}۔
    networks.slow = {networks} پر رسائی بند نہیں بلکہ سست ہے۔
    also.slow.open = {networks} پر {platforms} تک رسائی ممکن مگر سست ہے۔
    also.slow.over = {networks} پر {platforms} تک رسائی ممکن مگر سست تھی۔
    also.blocked.open = {networks} پر {platforms} تک رسائی بھی ممکن نہیں۔
    also.blocked.over = {networks} پر {platforms} تک رسائی بھی ممکن نہ تھی۔
    also.some = بعض نیٹ ورکس
    networks.blocked = {networks} پر رسائی سست نہیں بلکہ ناممکن ہے۔
    networks.dark = {networks} پر کوئی رابطہ نہیں۔
    share.range = اندازاً ملک کے {low} سے {high} فیصد انٹرنیٹ صارفین متاثر ہوئے۔
    share.point = اندازاً ملک کے {high} فیصد انٹرنیٹ صارفین متاثر ہوئے۔
    share.upto = اندازاً ملک کے زیادہ سے زیادہ {high} فیصد انٹرنیٹ صارفین متاثر ہوئے۔
    share.below = اندازاً ملک کے 1 فیصد سے کم انٹرنیٹ صارفین متاثر ہوئے۔
    share.range.open = اندازاً ملک کے {low} سے {high} فیصد انٹرنیٹ صارفین متاثر ہیں۔
    share.point.open = اندازاً ملک کے {high} فیصد انٹرنیٹ صارفین متاثر ہیں۔
    share.upto.open = اندازاً ملک کے زیادہ سے زیادہ {high} فیصد انٹرنیٹ صارفین متاثر ہیں۔
    share.below.open = اندازاً ملک کے 1 فیصد سے کم انٹرنیٹ صارفین متاثر ہیں۔
    share.uncovered = احاطہ نہیں ہوا: {uncovered} فیصد صارفین ایسے نیٹ ورکس پر ہیں جن کی پیمائش نہیں ہوئی۔
    share.covered = تقریباً تمام صارفین ایسے نیٹ ورکس پر ہیں جن کی پیمائش ہوئی۔
    share.estimated = یہ معلوم نہیں کہ ہر نیٹ ورک کے کتنے صارفین ہیں؛ یہ تعداد خود پیمائشوں سے لگایا گیا اندازہ ہے۔
    confidence = اعتماد {percent} فیصد۔
    confidence.above = اعتماد {percent} فیصد سے زیادہ۔
    cause = پیمائش یہ بتاتی ہے کہ کیا ہوا، یہ نہیں کہ کس نے یا کس وجہ سے ہوا۔
    provenance = واقعہ {incident}، نظرثانی {revision}، قواعد {rules}۔
    provenance.link = شواہد: {link}

    ; Timing beside a dated event, which is never told as a cause
    timing.before = خلل “{event}” کے مقررہ آغاز سے {duration} پہلے شروع ہوا۔ یہ صرف وقت کا ذکر ہے؛ اس سے وجہ کے بارے میں
     کچھ ثابت نہیں ہوتا۔
    timing.after = خلل “{event}” کے مقررہ آغاز کے {duration} بعد شروع ہوا۔ یہ صرف وقت کا ذکر ہے؛ اس سے وجہ کے بارے میں
     کچھ ثابت نہیں ہوتا۔

    ; Feeds, alerts, exports
    feed.title = {name}: انٹرنیٹ تک رسائی میں خلل
    feed.title.country = {name}: {country} میں انٹرنیٹ تک رسائی میں خلل
    feed.description = پلیٹ فارمز اور نیٹ ورکس میں پیمائش سے ثابت خلل، جو معلوم نہیں اس کے ذکر اور ہر تصحیح کے ساتھ۔
    synthetic.title = مصنوعی مثال: {title}
    synthetic.notice = یہ رصدگاہ کا کام دکھانے کے لیے سافٹ ویئر کی بنائی ہوئی نقل ہے؛ اس کی پیمائش نہیں ہوئی۔
    event.blocked = پلیٹ فارم تک رسائی ممکن نہیں
    event.slow = پلیٹ فارم سست
    event.platformDown = پلیٹ فارم بند
    event.dark = انٹرنیٹ کا رابطہ منقطع
    event.disrupted = پلیٹ فارم متاثر
    dataset.name = واقعہ {incident} کی پیمائشیں
    dataset.description = اس واقعے کی ہر نظرثانی اپنے شواہد، نمونے اور دائرے کے ساتھ: {title}۔
    citation = {name}: “{title}”۔ واقعہ {incident}، نظرثانی {revision} بتاریخ {date}، {clock} UTC۔ {link}

    ; Mechanisms of DETECTION §6, as they look from the probe
    mechanism.dns = سائٹ کا نام تلاش کرنے میں ناکامی (DNS)
    mechanism.dns.nxdomain = DNS کا جواب کہ سائٹ کا نام موجود ہی نہیں
    mechanism.dns.refused = سائٹ کے نام پر DNS کا جواب دینے سے انکار
    mechanism.dns.servfail = سائٹ کے نام پر DNS کا جواب خرابی کے ساتھ
    mechanism.dns.timeout = سائٹ کے نام پر DNS سے کوئی جواب نہ ملنا
    mechanism.dns.injection = DNS کے جواب میں غلط پتے
    mechanism.dns.injection.blockpage = DNS کا جواب جو بندش کے صفحے پر لے جاتا ہے
    mechanism.dns.injection.bogon = DNS کے جواب میں ایسے پتے جو کسی عوامی سائٹ کے نہیں ہو سکتے
    mechanism.dns.injection.other = DNS کے جواب میں ایسے پتے جو اس سائٹ کے نہیں
    mechanism.tcp = سائٹ کے پتوں سے رابطہ قائم کرنے میں ناکامی
    mechanism.tcp.reset = سائٹ کے پتوں سے رابطہ فوراً توڑ دیا جانا
    mechanism.tcp.timeout = سائٹ کے پتوں سے کوئی جواب نہ ملنا
    mechanism.tcp.refused = سائٹ کے پتوں پر رابطے سے انکار
    mechanism.ip = سائٹ کے پتوں تک کوئی راستہ نہ ہونا
    mechanism.ip.unreachable = روٹرز کی اطلاع کہ سائٹ کے پتے ناقابلِ رسائی ہیں
    mechanism.ip.prefix_null_route = سائٹ کے پتوں کا پورا سلسلہ کہیں نہ پہنچنا
    mechanism.tls = خفیہ کاری قائم ہونے کے دوران ناکامی
    mechanism.tls.reset = خفیہ کاری قائم ہونے کے دوران رابطہ توڑ دیا جانا
    mechanism.tls.reset.sni = سائٹ کا نام بھیجتے ہی رابطہ توڑ دیا جانا
    mechanism.tls.reset.other = خفیہ کاری قائم ہونے کے دوران رابطہ توڑ دیا جانا، خواہ کوئی بھی نام بھیجا جائے
    mechanism.tls.timeout = خفیہ کاری قائم ہونے کے دوران کوئی جواب نہ ملنا
    mechanism.tls.timeout.sni = سائٹ کا نام بھیجنے کے بعد کوئی جواب نہ ملنا
    mechanism.tls.timeout.other = خفیہ کاری قائم ہونے کے دوران کوئی جواب نہ ملنا، خواہ کوئی بھی نام بھیجا جائے
    mechanism.tls.mitm = ایسے سرٹیفکیٹ جو سائٹ کے نہیں
    mechanism.tls.mitm.self_signed = سائٹ کی جگہ خود دستخط شدہ سرٹیفکیٹ
    mechanism.tls.mitm.ca_signed = سائٹ کی جگہ کسی اور ادارے کے سرٹیفکیٹ
    mechanism.tls.throttle = خفیہ رابطوں پر سست ترسیل
    mechanism.tls.throttle.sni = سائٹ کا نام بھیجنے کے بعد سست ترسیل
    mechanism.quic = QUIC پروٹوکول کی ناکامی
    mechanism.quic.timeout = QUIC پر کوئی جواب نہ ملنا (UDP پورٹ 443)
    mechanism.quic.reset = QUIC رابطوں کا کاٹ دیا جانا
    mechanism.http = ویب درخواستوں کی ناکامی
    mechanism.http.blockpage = سائٹ کی جگہ بندش کا صفحہ
    mechanism.http.redirect = کسی اور سائٹ پر بھیج دیا جانا
    mechanism.http.error = سائٹ کی جگہ خرابی کا جواب
    mechanism.http.geofence = پلیٹ فارم کا خود اس ملک کے صارفین سے انکار (HTTP 451 یا 403)
    mechanism.http.timeout = ویب درخواستوں کا کوئی جواب نہ ملنا
    mechanism.http.reset = سادہ ویب درخواست پر رابطہ توڑ دیا جانا
    mechanism.http.reset.host = سائٹ کا نام لینے والی سادہ ویب درخواست پر رابطہ توڑ دیا جانا
    mechanism.http.throttle = سست سادہ ویب ترسیل
    mechanism.http.throttle.host = سائٹ کا نام لینے پر سست سادہ ویب ترسیل

    ; Alerts, beside statements
    alert.digest = {count, plural, one {# واقعے میں تبدیلی} other {# واقعات میں تبدیلی}}
    alert.digest.more = اور {count, plural, one {# مزید} other {# مزید}}
    alert.correction = تصحیح: {text}
    alert.note = نوٹ: {text}
    alert.about = یہ اس بارے میں ہے: {claim}
    alert.test = سبسکرپشن ”{name}“ کی جانچ۔ کچھ نہیں ہوا۔

    ; The pages
    ; Frame
    page.skip = سیدھے مواد پر جائیں
    page.nav = مرکزی
    page.language = زبان
    page.footer = تعارف
    page.menu.now = ابھی
    page.menu.countries = ممالک
    page.menu.incidents = واقعات
    page.menu.report = مسئلے کی اطلاع دیں
    page.menu.methodology = ہمیں کیسے معلوم ہے
    page.footer.targets = ہم کیا جانچتے ہیں
    page.footer.corrections = تصحیحات
    page.footer.health = رصدگاہ کی حالت
    page.footer.feed = فیڈ
    page.footer.api = API
    page.footer.calendar = کیلنڈر
    page.footer.state = {moment} کی صورتِ حال۔
    page.footer.versions = {software} · قواعد {rules} · حوالہ جاتی ڈیٹا {reference}۔
    page.licence = دوسروں کے اشاریے اپنے اپنے لائسنس کے تحت ہیں۔
    page.licence.own = اس رصدگاہ کی پیمائشیں: {licence}۔
    page.live.updated = ابھی تازہ کیا گیا۔
    page.notice.example = جن واقعات پر “مصنوعی مثال” لکھا ہے وہ منصوبے کی بنائی ہوئی تشکیلِ نو ہیں، پیمائش نہیں۔ یہ صفحہ {moment} کی
     صورتِ حال دکھاتا ہے۔
    page.notice.playback = ایک مصنوعی مثال حقیقی وقت سے {speed} گنا تیز چلائی جا رہی ہے۔ یہ منصوبے کی بنائی ہوئی تشکیلِ نو
     ہے، پیمائش نہیں۔
    page.notice.offline = اس رصدگاہ کا اپنا مقامِ مشاہدہ آف لائن ہے: اس کے پاس نیٹ ورک نہیں۔ جب تک یہ صورت نہ بدلے، یہ اپنی طرف سے
     کوئی دعویٰ نہیں کرتی۔
    page.notice.offline.since = اس رصدگاہ کا اپنا مقامِ مشاہدہ آف لائن ہے: اس کا نیٹ ورک {ago} منقطع ہوا۔ جب تک یہ صورت نہ بدلے، یہ
     اپنی طرف سے کوئی دعویٰ نہیں کرتی۔
    page.legend.watch = کوئی بات زیرِ نظر ہے
    page.notice.unreviewed = غیر نظرثانی شدہ ترجمہ: کسی اہلِ زبان نے ابھی اسے نہیں جانچا۔
    page.example.tag = مصنوعی مثال

    ; Common words
    page.absent = معلوم نہیں
    page.now = ابھی
    page.ago = {duration} پہلے
    page.ahead = {duration} بعد
    page.age.minutes = {count} منٹ
    page.age.hours = {count, plural, one {# گھنٹہ} other {# گھنٹے}}
    page.age.days = {count} دن
    page.today = آج {clock}
    page.moment.utc = {date}، {clock} UTC
    page.day.clock = {day}، {clock}
    page.over = {value} سے زیادہ
    page.people = متاثرہ افراد
    page.people.millions = {count} ملین
    page.people.range.millions = تقریباً {mid} ملین ({low} سے {high} ملین)
    page.people.range = تقریباً {mid} ({low} سے {high})
    page.people.source = {share}۔ اس ملک میں تقریباً {users} انٹرنیٹ صارفین ہیں ({source}، {year})۔
    page.people.unknown = یہاں معلوم نہیں کہ اس ملک میں کتنے لوگ انٹرنیٹ استعمال کرتے ہیں۔
    page.share = صارفین کا حصہ
    page.share.unit = صارفین
    page.share.whole = {share} صارفین
    page.share.uncovered = {share} صارفین ({uncovered} کا احاطہ نہیں)
    page.share.global = کئی ملکوں کے لوگ؛ گنتی نہیں کی گئی۔
    page.share.label = متاثرہ صارفین: کم از کم {low}، غالباً {mid}، زیادہ سے زیادہ {high}۔ پیمائش کے احاطے سے باہر:
     {uncovered}۔
    page.sure = کتنا یقین
    page.network = نیٹ ورک
    page.platform = پلیٹ فارم
    page.incident = واقعہ
    page.verdict = نتیجہ
    page.source = ماخذ
    page.filter = حیثیت کے لحاظ سے چھانٹیں
    page.older = پرانے
    page.col.when.local = کب، مقامی وقت
    page.col.when.utc = کب، UTC
    page.col.what = کیا
    page.col.lasted = دورانیہ
    page.col.share = حصہ
    page.col.status = حیثیت
    page.col.sessions = نشستیں
    page.col.failed = ناکام
    page.col.worked = کامیاب
    page.col.expected = متوقع
    page.col.evidence = شواہد
    page.period.open = {onset} سے، اب تک {lasted}
    page.period.over = {onset} سے {end} تک، {lasted}
    page.period.utc = {onset} سے {end} تک
    page.attention.reported = صارفین کی اطلاع
    page.attention.watch = زیرِ نظر
    page.attention.suspected = شبہ
    page.attention.confirmed = تصدیق شدہ
    page.attention.restoring = بحالی جاری

    ; Home
    page.home.title = اس وقت کہاں خلل ہے
    page.home.headline = اس وقت {countries, plural, =0 {} one {# ملک میں} other {# ملکوں میں}} {count, plural, one {# خلل}
     other {# خلل}}
    page.home.headline.none = اس وقت کوئی خلل معلوم نہیں
    page.home.people = تقریباً {people} افراد یہ پلیٹ فارم معمول کے مطابق استعمال نہیں کر سکتے۔
    page.home.measured = {count, plural, =0 {کسی ملک کے بارے میں فیصلے کے لیے کافی پیمائشیں نہیں۔} one {# ملک کے بارے میں فیصلے کے
     لیے کافی پیمائشیں ہیں؛ جہاں کم ہیں وہاں ہم بتا دیتے ہیں۔} other {# ملکوں کے بارے میں فیصلے کے لیے کافی پیمائشیں ہیں؛ جہاں کم ہیں
     وہاں ہم بتا دیتے ہیں۔}}
    page.home.now = اس وقت خلل
    page.home.ranked = سب سے زیادہ متاثرہ افراد والے پہلے۔
    page.home.ranked.share = ملک کے صارفین کے سب سے بڑے حصے والے پہلے۔
    page.home.more = {count, plural, one {مزید #} other {مزید #}}
    page.home.calm = جن {count, plural, one {# ملک} other {# ملکوں}} کی کافی پیمائشیں ہیں ان میں کوئی خلل معلوم نہیں۔ باقی جگہوں کا
     ہمیں علم نہیں۔
    page.home.blind = کسی بھی ملک کے بارے میں کچھ کہنے کے لیے کافی پیمائشیں نہیں۔ اس کا مطلب یہ نہیں کہ سب ٹھیک ہے۔
    page.home.latest = تازہ ترین واقعات
    page.home.all = تمام واقعات
    page.map.label = دنیا کا نقشہ: ہر ملک میں سب سے سنگین نتیجہ
    page.map.all = تمام ممالک
    page.map.country = {country}: {verdict}
    page.map.country.platforms = {country}: {verdict} – {platforms}
    page.map.rule = رنگ ملک میں کسی بھی پلیٹ فارم کا سب سے سنگین نتیجہ دکھاتا ہے؛ سادہ سرمئی کا مطلب ہے کوئی ڈیٹا نہیں۔ خاکے
     Natural Earth کے ہیں، جو یہ دکھاتے ہیں کہ علاقہ کس کے پاس ہے، نہ کہ کس کا دعویٰ ہے۔ جن علاقوں کا ISO کوڈ نہیں ان میں رنگ نہیں
     بھرا جاتا۔

    ; The observatory itself
    page.observatory = یہ رصدگاہ
    page.fact.newest = تازہ ترین ریکارڈ
    page.fact.sessions = پچھلے گھنٹے کی نشستیں
    page.fact.probes = پچھلے آدھے گھنٹے کے پیمائشی پروگرام
    page.fact.networks = پچھلے دن کے نیٹ ورکس
    page.fact.countries = پچھلے دن کے ممالک
    page.fact.vantage = اس کا اپنا مقامِ مشاہدہ
    page.vantage.measuring = پیمائش جاری، {ago}
    page.vantage.offline = آف لائن
    page.vantage.offline.since = آف لائن، {ago}
    page.vantage.off = پیمائش نہیں ہو رہی: چلانے والے نے اجازت نہیں دی
    page.feed.fresh = تازہ
    page.feed.late = تاخیر
    page.feed.failing = ناکام
    page.feed.off = بند

    ; Country
    page.country.title = {country}: کن پلیٹ فارمز تک رسائی ہے
    page.country.clock = مقامی وقت: {moment}
    page.country.report = میرے ہاں کچھ نہیں چل رہا
    page.country.summary.trouble = {platforms}: {count, plural, one {خلل ہے} other {سب میں خلل ہے}}۔ یعنی کافی پیمائش والے
     {total, plural, one {# پلیٹ فارم} other {# پلیٹ فارمز}} میں سے {count}۔
    page.country.summary.fine = {count, plural, one {کافی پیمائش والے واحد پلیٹ فارم تک رسائی ہے۔} other {کافی پیمائش والے تمام #
     پلیٹ فارمز تک رسائی ہے۔}}
    page.country.summary.unknown = مزید {count, plural, one {# پلیٹ فارم} other {# پلیٹ فارمز}} کے لیے کافی معلومات نہیں۔
    page.country.summary.blind = یہ بتانے کے لیے کافی معلومات نہیں کہ یہاں کس تک رسائی ہے۔ اس کا مطلب یہ نہیں کہ سب ٹھیک ہے۔
    page.country.nothing = یہاں سے ابھی کوئی پیمائش نہیں آئی۔
    page.country.incidents = گزشتہ واقعات
    page.matrix.title = ابھی، پلیٹ فارم اور نیٹ ورک کے لحاظ سے
    page.matrix.networks = ابھی، نیٹ ورک کے لحاظ سے
    page.matrix.note = پچھلے 30 منٹ کی نشستیں: ناکام / کل، اور تازہ ترین کی عمر۔ سوالیہ نشان کا مطلب ہے کہ فیصلے کے لیے پیمائشیں کم
     ہیں؛ اس کا مطلب یہ کبھی نہیں کہ سب ٹھیک ہے۔
    page.matrix.whole = پورا ملک
    page.matrix.more = {count, plural, one {مزید # نیٹ ورک} other {مزید # نیٹ ورکس}} کی پیمائشیں ہیں؛ نیٹ ورکس کی فہرست دیکھیں۔
    page.timelines = وقت کے ساتھ
    page.timelines.none = اس مدت میں کوئی پیمائش نہیں۔
    page.range = مدت
    page.range.custom = دوسری تاریخیں
    page.range.from = سے
    page.range.to = تک ({clocks})
    page.range.show = دکھائیں
    page.range.24h = 24 گھنٹے
    page.range.7d = 7 دن
    page.range.30d = 30 دن
    page.chart.note = اونچائی: ناکام نشستوں کا حصہ، 0 سے 100 فیصد۔{band, select, yes { پٹی: معمول، جس میں پہلے کے دس میں سے
     نو وقفے رہے۔} other {}} ترچھی لکیریں: پیمائش نہیں ہوئی۔ ▼ آغاز، ▽ اختتام، ◆ کیلنڈر کا واقعہ۔ وقت: {clocks}۔
    page.chart.summary = {sessions, plural, one {# نشست} other {# نشستیں}}، {share} ناکام، ایک وقت میں {worst} تک
    page.chart.empty = اس مدت میں پیمائش نہیں ہوئی
    page.chart.credit = ناکام نشستوں کا حصہ{band, select, yes {؛ پٹی: معمول} other {}}؛ ترچھی لکیریں: پیمائش نہیں ہوئی۔ وقت: {zone}۔ {site}، {moment}
    page.clocks = گھڑیاں
    page.clock.local = {zone}، {place}
    page.regions = علاقے
    page.region = علاقہ
    page.regions.note = پچھلے 30 منٹ کی نشستیں، رضاکاروں کے بتائے ہوئے علاقے کے لحاظ سے؛ جن علاقوں میں پانچ سے کم پیمائشی پروگرام ہوں وہ
     محفوظ نہیں کیے جاتے۔ یہ صرف گنتی ہے: کسی علاقے پر فیصلہ تبھی ہوتا ہے جب کوئی واقعہ اس کا نام لے۔
    page.regions.failing = ناکام / کل، جہاں بہت سی ناکام ہوئیں
    page.regions.unit = {count, plural, one {نشست} other {نشستیں}}
    page.regions.calm = کچھ نمایاں نہیں
    page.regions.none = پچھلے 30 منٹ کی کوئی پیمائش علاقہ نہیں بتاتی، یا کسی علاقے میں پیمائشی پروگرام بہت کم ہیں۔ سو معلوم نہیں کہ
     {country} کے کن حصوں میں کچھ نہیں چلتا۔
    page.calendar = قریب کے کیلنڈر کے واقعات
    page.calendar.note = تاریخ والے وہ مواقع جو پہلے سے معلوم تھے۔ یہ توجہ بڑھاتے ہیں، شواہد کبھی نہیں ہوتے۔
    page.calendar.timing = یہ صرف وقت کا ذکر ہے؛ اس سے وجہ کے بارے میں کچھ ثابت نہیں ہوتا۔
    page.reports = صارفین کی اطلاعات
    page.reports.note = لوگوں نے ہمیں جو بتایا، پلیٹ فارم کے لحاظ سے۔ صرف اطلاعات سے کوئی واقعہ نہیں بنتا؛ چھوٹی تعداد ظاہر نہیں کی
     جاتی تاکہ کسی کی شناخت نہ ہو سکے۔
    page.reports.count = {count, plural, one {# اطلاع} other {# اطلاعات}}
    page.reports.few = کچھ اطلاعات؛ اتنی کم کہ تعداد نہیں بتائی جا سکتی
    page.reports.withheld = ظاہر نہیں کیا گیا
    page.reports.atLeast = {count, plural, one {# اطلاع} other {# اطلاعات}} یا زیادہ؛ چھوٹی تعداد ظاہر نہیں کی گئی
    page.signals = دوسروں کے اشاریے
    page.signals.note = دوسروں کے بنائے ہوئے سلسلے، جیسے آئے ویسے ہی۔ خالی جگہ کا مطلب ہے کہ ماخذ کے پاس کوئی قدر نہیں۔
    page.signals.title = {country}: دوسروں کے اشاریے
    page.signals.all = تمام سلسلے، خاکوں اور اعداد کے ساتھ
    page.signals.none = اس مدت کے لیے دوسروں کا کوئی سلسلہ موجود نہیں۔
    page.signals.chart = ہر سلسلہ اپنی کم سے کم اور زیادہ سے زیادہ قدر کے بیچ۔ ترچھی لکیریں: ماخذ کے پاس قدر نہیں۔ ▼ واقعات کا آغاز اور ▽
     اختتام۔ وقت: {clocks}۔
    page.signal.value = قدر
    page.signal.gap = کوئی قدر نہیں
    page.signal.newest = {value}، {ago}
    page.signal.none = اس مدت میں کوئی قدر نہیں
    page.signal.credit = {publisher} · لائسنس: {licence}
    page.licence.unknown = بیان نہیں کیا گیا
    page.networks = نیٹ ورکس
    page.networks.note = جن نیٹ ورکس پر ملک کے {covered} صارفین ہیں ان کی پیمائش ہوتی ہے۔
    page.networks.note.unknown = {count, plural, one {# نیٹ ورک معلوم ہے} other {# نیٹ ورکس معلوم ہیں}}؛ ان کے صارفین کی تعداد معلوم
     نہیں۔
    page.network.share = صارفین کا حصہ
    page.network.state = ابھی
    page.network.unmeasured = پیمائش نہیں ہوئی
    page.network.little = ناکافی معلومات
    page.network.clear = کوئی علامت نہیں
    page.network.fine = {count, plural, one {کافی معلومات والے واحد پلیٹ فارم تک رسائی ہے} other {کافی معلومات والے تمام # پلیٹ فارمز تک
     رسائی ہے}}
    page.network.trouble = {total, plural, one {# پلیٹ فارم} other {# پلیٹ فارمز}} میں سے {count} میں خلل
    page.network.in = {country} میں
    page.network.alone = {platforms}: اس نیٹ ورک پر، مگر مجموعی طور پر {country} میں نہیں۔ لگتا ہے مسئلہ اسی نیٹ ورک کا ہے۔
    page.network.shared = {platforms}: {country} میں اور جگہ بھی۔ نہیں لگتا کہ مسئلہ صرف اس نیٹ ورک کا ہے۔
    page.network.compare = یہ نیٹ ورک پورے ملک کے مقابلے میں: مسئلہ اس نیٹ ورک کا ہے، ملک کا، یا پلیٹ فارم کا؟
    page.network.nothing = اس نیٹ ورک پر ابھی کوئی پیمائش نہیں ہوئی۔
    page.network.serves = {country} میں {share} انٹرنیٹ صارفین اس نیٹ ورک پر ہیں۔
    page.network.serves.unknown = {country} کے صارفین اس نیٹ ورک پر ہیں؛ ان کا حصہ معلوم نہیں۔
    page.data = ڈیٹا
    page.link.status = ہر خانہ، ابھی (JSON)
    page.link.feed = Atom فیڈ
    page.link.jsonfeed = JSON فیڈ
    page.link.calendar = کیلنڈر (iCalendar)
    page.link.incidents = یہاں کے تمام واقعات
    page.link.csv = یہ اعداد (CSV)
    page.link.json = یہ اعداد (JSON)
    page.link.svg = یہ خاکہ (SVG)
    page.link.png = یہ خاکہ (PNG)
    page.link.report = اس کے مسئلے کی اطلاع دیں
    page.countryPlatform.title = {country} میں {platform}
    page.cell.summary = پچھلے 30 منٹ میں {votes, plural, one {# نشست} other {# نشستوں}} میں سے {failures} ناکام ہوئیں، {probes, plural,
     one {# پیمائشی پروگرام} other {# پیمائشی پروگراموں}} سے۔
    page.cell.none = پچھلے 30 منٹ میں کوئی پیمائش نہیں ہوئی۔
    page.table = جدول
    page.table.pairs = کل نشستوں میں سے ناکام، تازہ ترین پہلے۔ جن اوقات میں کوئی نشست نہیں وہ چھوڑ دیے گئے ہیں؛ وہ صفر نہیں۔
    page.table.cut = {all} میں سے تازہ ترین {count}؛ باقی ماخذ کے پاس ہیں۔
    page.table.note = خاکے کے پیچھے کے اعداد، تازہ ترین پہلے۔ جن اوقات میں کوئی نشست نہیں وہ چھوڑ دیے گئے ہیں؛ وہ صفر نہیں۔
    page.platform.where = کہاں رسائی ممکن ہے
    page.platform.fine = کافی پیمائش والے {total, plural, one {واحد ملک} other {تمام # ملکوں}} میں {platform} تک رسائی ہے۔
    page.platform.trouble = کافی پیمائش والے {total, plural, one {# ملک} other {# ملکوں}} میں سے {count} میں {platform} میں خلل ہے۔
    page.platform.blind = یہ بتانے کے لیے کافی معلومات نہیں کہ {platform} تک کہاں رسائی ہے۔
    page.countries.title = ممالک
    page.countries.known = جن کی پیمائشیں ہیں
    page.countries.unknown = جن کی نہیں
    page.countries.summary = {count, plural, one {# ملک} other {# ملکوں}} کی پیمائشیں ہیں۔ پیمائش نہ ہونے کا مطلب یہ نہیں کہ سب ٹھیک ہے۔
    page.incidents.title = واقعات
    page.incidents.in = واقعات: {place}
    page.incidents.every = تمام
    page.incidents.none = کوئی واقعہ اس کے مطابق نہیں۔

    ; Incident
    page.fact.since = کب سے
    page.fact.until = کب تک
    page.fact.lasting = جاری ہے
    page.fact.sample = نمونہ
    page.fact.slowdown = کتنا سست
    page.onset.between = 90 فیصد یقین کے ساتھ {from} اور {to} کے درمیان
    page.status.note = نظرثانی {number}، {ago} ({moment})
    page.incident.retracted = یہ دعویٰ واپس لے لیا گیا۔ یہ یہاں اس لیے ہے کہ دیکھا جا سکے۔
    page.incident.contested = اس نتیجے پر اعتراض کیا گیا ہے، {moment} سے اس کا جائزہ لیا جا رہا ہے۔
    page.incident.merged = معلوم ہوا کہ یہ اس کا حصہ تھا:
    page.chance.often = محض اتفاق سے اتنا مضبوط دعویٰ ایک ملک میں ایک پلیٹ فارم کے لیے سال میں تقریباً {count, plural, one {ایک بار}
     other {# بار}} بنتا۔
    page.chance.seldom = محض اتفاق سے اتنا مضبوط دعویٰ ایک ملک میں ایک پلیٹ فارم کے لیے تقریباً {count, plural, one {# سال} other {#
     سال}} میں ایک بار بنتا۔
    page.chance.never = محض اتفاق سے اتنا مضبوط دعویٰ ایک ملک میں ایک پلیٹ فارم کے لیے {years} سال میں ایک بار سے بھی کم بنتا۔
    page.sample = {sessions, plural, one {# نشست} other {# نشستیں}}، {probes, plural, one {# پیمائشی پروگرام} other {# پیمائشی
     پروگرام}}، {networks, plural, one {# نیٹ ورک} other {# نیٹ ورکس}}
    page.sample.window = {from} سے {to} تک
    page.slowdown.factor = {factor} گنا سست
    page.slowdown.range = انہی نیٹ ورکس پر تقابلی سائٹس کے مقابلے میں {low} سے {high} گنا
    page.slowdown.cap = رفتار {cap} کلو بٹ فی سیکنڈ کے قریب ٹھہر جاتی ہے، جیسا کہ مقررہ حد کی صورت میں ہوتا ہے۔
    page.scope = کون متاثر ہے
    page.scope.past = کون متاثر ہوا
    page.scope.national = {country} کے انٹرنیٹ صارفین میں سے کم از کم {low}، غالباً {mid} اور زیادہ سے زیادہ {high}: ملک بھر میں۔
    page.scope.regional = {country} کے انٹرنیٹ صارفین میں سے کم از کم {low}، غالباً {mid} اور زیادہ سے زیادہ {high}: بعض علاقوں میں، ہر
     جگہ نہیں۔
    page.scope.networks = {country} کے انٹرنیٹ صارفین میں سے کم از کم {low}، غالباً {mid} اور زیادہ سے زیادہ {high}: بعض نیٹ ورکس پر، ہر
     جگہ نہیں۔
    page.scope.access = {country} کے انٹرنیٹ صارفین میں سے کم از کم {low}، غالباً {mid} اور زیادہ سے زیادہ {high}: ایک قسم کے کنکشن پر، ہر
     جگہ نہیں۔
    page.scope.global = کئی ملکوں کے صارفین: پلیٹ فارم خود ناکام ہے۔
    page.scope.word.national = پورا ملک
    page.scope.word.regional = بعض علاقے
    page.scope.word.networks = بعض نیٹ ورکس
    page.scope.word.access = ایک قسم کا کنکشن
    page.scope.word.global = کئی ممالک
    page.scope.legend = گہرا: یقیناً متاثر۔ ہلکا: شاید۔ لکیر: غالب اندازہ۔ ترچھی لکیریں: احاطہ نہیں۔
    page.scope.uncovered = {share} صارفین ایسے نیٹ ورکس پر ہیں جن کی پیمائش نہیں ہوئی؛ ان کا حال معلوم نہیں۔
    page.scope.estimated = ہر نیٹ ورک کے صارفین کی تعداد خود ایک اندازہ ہے۔
    page.course = کیا ہوتا رہا
    page.course.label = وقت کے ساتھ واقعے کے مراحل
    page.mechanism = ناکامی کیسی نظر آتی ہے
    page.mechanism.none = پیمائشوں سے معلوم نہیں ہوتا کہ کیسے۔
    page.contrasts.note = ایسے تجربے جن میں ایک وقت میں ایک ہی چیز بدلی جاتی ہے بتاتے ہیں کہ روکا کیا جا رہا ہے۔
    page.contrasts.none = ایسے تجربے نہیں کیے گئے جن میں ایک وقت میں ایک ہی چیز بدلی جائے۔
    page.contrast = تجربہ
    page.contrast.reading = کیا ظاہر ہوتا ہے
    page.contrast.mixed = واضح جواب نہیں۔
    page.contrast.rare = اس طرح ناکام ہونے والی نشستیں اتنی کم ہیں کہ کچھ نہیں کہا جا سکتا۔
    page.contrast.unit.worked = کامیاب
    page.contrast.unit.failed = ناکام
    page.contrast.sni.neutral = وہی پتہ، بے ضرر نام
    page.contrast.sni.neutral.worked = نام روکا جا رہا ہے، پتہ نہیں۔
    page.contrast.sni.neutral.failed = پتہ روکا جا رہا ہے، نام کوئی بھی ہو۔
    page.contrast.sni.target@other = پلیٹ فارم کا نام، ہمارا اپنا پتہ
    page.contrast.sni.target@other.worked = روکے جانے کے لیے صرف نام کافی نہیں۔
    page.contrast.sni.target@other.failed = نام روکا جا رہا ہے، جہاں بھی جائے۔
    page.contrast.host.neutral = سادہ HTTP، وہی پتہ، بے ضرر نام
    page.contrast.host.neutral.worked = درخواست میں موجود نام کی بنیاد پر روکا جا رہا ہے۔
    page.contrast.host.neutral.failed = صرف درخواست میں موجود نام کی بنیاد پر نہیں۔
    page.contrast.dns.doh = وہی سوال خفیہ DNS سے
    page.contrast.dns.doh.worked = نیٹ ورک کا DNS غلط جواب دیتا ہے۔
    page.contrast.dns.doh.failed = خرابی DNS کی نہیں۔
    page.contrast.dns.udp.public = وہی سوال عوامی DNS سے
    page.contrast.dns.udp.public.worked = نیٹ ورک کا اپنا DNS غلط جواب دیتا ہے۔
    page.contrast.dns.udp.public.failed = غلط جواب راستے میں ڈالے جاتے ہیں۔
    page.contrast.udp443.neutral = اسی پتے پر QUIC
    page.contrast.udp443.neutral.worked = QUIC بجائے خود گزرنے دیا جاتا ہے۔
    page.contrast.udp443.neutral.failed = QUIC بجائے خود روکا جاتا ہے۔
    page.contrast.transfer.paced = پہلے آہستہ ترسیل، پھر پوری رفتار
    page.contrast.transfer.paced.worked = لائن خود زیادہ لے جا سکتی ہے؛ رفتار دبائی جا رہی ہے۔
    page.contrast.transfer.paced.failed = لائن خود سست ہے۔
    page.evidence = شواہد
    page.evidence.note = نیٹ (nats) میں، ہر ایک آغاز سے اب تک کی سب سے بڑی قدر۔ نقطہ دار لکیریں: شبہ کے لیے کافی (13.2)، اور صرف پیمائشی
     پروگراموں سے تصدیق کے لیے کافی (18.5)۔
    page.nats = {value} نیٹ
    page.nats.none = کوئی نہیں
    page.cause = یہ بتاتا ہے کہ کیا ہوا، یہ نہیں کہ کس نے کیا یا کیوں۔ پیمائشیں یہ نہیں بتا سکتیں۔
    page.covered = کن نیٹ ورکس کا احاطہ ہوا، کن کا نہیں
    page.covered.count = {count, plural, one {# نیٹ ورک} other {# نیٹ ورکس}} کی پیمائش ہوئی، {uncovered, plural, =0 {اور کسی دوسرے کا نام
     معلوم نہیں} one {مزید # معلوم ہے جس کی نہیں ہوئی} other {مزید # معلوم ہیں جن کی نہیں ہوئی}}۔
    page.covered.rest = {share} صارفین ایسے نیٹ ورکس پر ہیں جن کے نام یہاں معلوم نہیں؛ ان میں سے کسی کی پیمائش نہیں ہوئی۔
    page.uncovered = احاطے سے باہر
    page.revisions = ہر نظرثانی
    page.revisions.note = کیا کہا گیا، اور کب۔ کوئی نظرثانی کبھی بدلی نہیں جاتی۔
    page.revisions.more = {count, plural, one {# پرانی نظرثانی (JSON)} other {# پرانی نظرثانیاں (JSON)}}
    page.change.first = {headline}؛ یقین {sure}، صارفین {share}
    page.change.status = {old} ← {new}
    page.change.verdict = {old} ← {new}
    page.change.added = {platforms} بھی
    page.change.dropped = {platforms} اب نہیں
    page.change.scope = دائرہ: {scope}
    page.change.networks = {networks} پر بھی
    page.change.over = {networks} پر ختم
    page.change.share = حصہ {old} ← {new}
    page.change.onset = آغاز {onset}
    page.change.mechanism = طریقہ {mechanism}
    page.change.end = {end} پر ختم
    page.change.reopened = دوبارہ شروع
    page.change.numbers = تازہ اعداد
    page.corrections = تصحیحات
    page.correction.retraction = واپسی
    page.correction.correction = تصحیح
    page.correction.merger = ضم
    page.correction.contested = اعتراض
    page.correction.note = وضاحت
    page.context = اس کے آس پاس
    page.event.after = یہ آغاز کے {duration} بعد شروع ہوا
    page.event.before = یہ آغاز سے {duration} پہلے شروع ہوا
    page.similar = پہلے کے ملتے جلتے واقعات
    page.use = استعمال کریں
    page.use.bundle = شواہد کا پلندہ، دوبارہ چلانے کے قابل
    page.use.json = تمام نظرثانیاں (JSON)
    page.use.csv = تمام نظرثانیاں (CSV)
    page.use.svg = کارڈ (SVG)
    page.use.png = کارڈ (PNG)
    page.use.cap = انتباہ (CAP)
    page.cite = حوالہ یوں دیں
    page.embed = اپنی سائٹ میں شامل کریں
    page.contest = اس پر اعتراض کریں
    page.contest.note = کوئی بھی کر سکتا ہے۔ اس سے جائزہ شروع ہوتا ہے، اور جو نتیجہ نکلے یہیں شائع ہوتا ہے۔
    page.contest.title = نتیجے پر اعتراض
    page.contest.explain = ہمیں بتائیں کہ کیا غلط ہے اور آپ کو کیسے معلوم ہے۔ ایک شخص جائزہ لیتا ہے؛ جو نتیجہ نکلے وہ واقعے کے ساتھ اور
     تصحیحات میں شائع ہوتا ہے۔
    page.contest.claim = کیا غلط ہے، اور آپ کو کیسے معلوم ہے
    page.contest.contact = آپ سے رابطہ کیسے ہو (اختیاری، کبھی شائع نہیں ہوتا)
    page.contest.example = یہ واقعہ ایک مصنوعی مثال ہے۔ یہ کوئی دعویٰ نہیں کرتا، اس لیے اعتراض کی کوئی بات نہیں۔
    page.contest.trap = اسے خالی چھوڑ دیں
    page.contest.send = جائزہ شروع کریں
    page.contest.accepted = شکریہ۔ جائزہ شروع ہو گیا؛ جو نتیجہ نکلے گا واقعے کے ساتھ شائع ہو گا۔
    page.card.sure = یقین {sure}

    ; Report form
    page.report.title = کچھ نہیں چل رہا
    page.report.intro = ہمیں بتائیں کہ آپ کس تک نہیں پہنچ پا رہے۔ دس سیکنڈ لگتے ہیں، اور وہ نظر آتا ہے جو آلات سے رہ جاتا ہے۔
    page.report.platform = کیا نہیں چل رہا؟
    page.report.choose = منتخب کریں …
    page.report.problem = کیا ہوتا ہے؟
    page.problem.unreachable = بالکل نہیں کھلتا
    page.problem.slow = بہت سست ہے
    page.problem.login = لاگ ان نہیں ہو پاتا
    page.problem.other = کچھ اور
    page.report.region = {country} میں کہاں؟ (اختیاری)
    page.report.noRegion = میں نہیں بتانا چاہتا/چاہتی
    page.report.toward = کیا آپ کے ہاں چل رہا ہے، مگر دوسری جگہ کے لوگ وہاں جواب نہیں دے رہے؟ وہ کس ملک میں ہیں؟ (اختیاری)
    page.report.noToward = نہیں، میرے ہاں نہیں چل رہا
    page.report.send = بھیجیں
    page.report.place = آپ کا کنکشن {country} کا لگتا ہے۔
    page.report.nowhere = ہم نہیں بتا سکتے کہ آپ کا کنکشن کس ملک کا ہے۔
    page.report.privacy = ہم ملک اور نیٹ ورک رکھتے ہیں، جو فوراً اخذ کیے جاتے ہیں، اور آپ کا پتہ مٹا دیتے ہیں۔ ہر آلے اور پلیٹ فارم سے چھ
     گھنٹے میں ایک اطلاع گنی جاتی ہے۔
    page.report.back = واپس
    page.report.accepted = شکریہ۔ آپ کی اطلاع اگلے پانچ منٹ سے شمار ہو گی۔
    page.report.again = شکریہ۔ آپ چھ گھنٹے کے اندر یہ اطلاع دے چکے ہیں، اس لیے یہ ایک ہی بار گنی جائے گی۔
    page.report.tooMany = اس وقت آپ کے نیٹ ورک سے بہت سی اطلاعات آ رہی ہیں، اس لیے آپ کی اطلاع نہیں گنی گئی۔ براہِ کرم بعد میں کوشش کریں۔
    page.report.invalid = “{field}” پڑھا نہیں جا سکا۔ براہِ کرم دوبارہ منتخب کریں۔

    ; About
    page.targets.title = ہم کیا جانچتے ہیں
    page.targets.intro = ہر وہ پتہ جسے پیمائشی پروگرام طلب کرتے ہیں، اور کیوں۔ جو پتے کسی رضاکار کو خطرے میں ڈال سکتے ہیں وہ اس وقت تک بند
     رہتے ہیں جب تک کوئی شخص انہیں کھول نہ دے۔
    page.targets.address = پتے
    page.targets.reason = کیوں
    page.targets.risky = کھولے جانے تک بند
    page.targets.controls = تقابلی سائٹس
    page.targets.controls.note = ہر نشست ان بے ضرر سائٹس میں سے کم از کم دو کو بھی طلب کرتی ہے، تاکہ خراب لائن کو پلیٹ فارم کی بندش نہ سمجھا
     جائے۔
    page.targets.changes = تبدیلیاں
    page.corrections.title = تصحیحات
    page.corrections.intro = جو ہم نے کہا اور بدلنا پڑا۔ تصحیحات انہی راستوں سے جاتی ہیں جن سے دعوے جاتے ہیں؛ شائع شدہ چیز بدلی نہیں جاتی۔
    page.corrections.none = اب تک کوئی تصحیح نہیں ہوئی۔
    page.corrections.kind = قسم
    page.corrections.what = کیا غلط تھا
    page.health.title = رصدگاہ کی حالت
    page.health.checks = جانچ
    page.health.good = رصدگاہ ٹھیک کام کر رہی ہے۔
    page.health.bad = {count, plural, one {# حصہ ٹھیک کام نہیں کر رہا} other {# حصے ٹھیک کام نہیں کر رہے}}؛ دعوے دیر سے آ سکتے ہیں۔
    page.health.ok = ٹھیک
    page.health.fails = ناکام
    page.method.title = ہمیں کیسے معلوم ہے
    page.method.intro = Parallax ایک ہی پلیٹ فارم کو ایک ساتھ کئی جگہوں سے دیکھتا ہے۔ جو خرابی ایک جگہ کے قریب ہو وہ پلیٹ فارم کی اپنی خرابی سے
     الگ نظر آتی ہے۔
    page.method.measure.title = ہم تقابل کے ساتھ پیمائش کرتے ہیں
    page.method.measure = رضاکاروں کے پیمائشی پروگرام ہر پلیٹ فارم کو قدم بہ قدم کھولتے ہیں – نام، رابطہ، خفیہ کاری، صفحہ – اور اسی منٹ بے
     ضرر سائٹس کو بھی۔ اگر بے ضرر سائٹس بھی نہ کھلیں تو لائن خراب ہے، اور اس سے پلیٹ فارم کے بارے میں کچھ معلوم نہیں ہوتا۔
    page.method.decide.title = ہم شواہد جمع کرتے ہیں، الارم نہیں
    page.method.decide = ہر نشست ہر ممکنہ وضاحت کے حق یا خلاف ایک ووٹ ہے: بندش، سستی، پلیٹ فارم کی خرابی، نیٹ ورک کا انقطاع، یا ہماری اپنی
     غلطی۔ ایک پروگرام اور ایک نیٹ ورک کے ووٹ ایک حد تک ہی گنے جاتے ہیں، تاکہ کوئی ایک جھوٹا یا خراب آلہ دعویٰ نہ بنا سکے۔
    page.method.sure.title = ہم بتاتے ہیں کہ کتنی بار غلط ہوتے ہیں
    page.method.sure = دعویٰ “شبہ” تب ہے جب محض اتفاق سے ایک ملک میں ایک پلیٹ فارم کے لیے سال میں تقریباً ایک بار بنتا، اور “تصدیق شدہ” تب
     جب یہ دو صدیوں میں تقریباً ایک بار رہ جائے، اور کم از کم دو نیٹ ورکس پر چار پیمائشی پروگرام ہوں، تقابلی سائٹس چلتی ہوں اور پلیٹ فارم
     دوسری جگہ چلتا ہو۔
    page.method.scope.title = ہم لوگ گنتے ہیں، اور وہ بھی جو نظر نہیں آتا
    page.method.scope = نیٹ ورکس کو ان کے صارفین کے لحاظ سے تولا جاتا ہے۔ متاثرہ حصہ ایک وقفہ ہے، اور جن نیٹ ورکس کی پیمائش نہیں ہوئی ان کے
     صارفین احاطے سے باہر دکھائے جاتے ہیں، ٹھیک کبھی نہیں۔
    page.method.not.title = ہم کیا نہیں کرتے
    page.method.not = ہم یہ نہیں کہتے کہ کس نے کیا یا کیوں۔ ہم پتے نہیں رکھتے۔ یہ صفحات دیکھنے سے آپ کے آلے پر کوئی جانچ نہیں ہوتی۔ صارفین کی
     اطلاعات اور تقریبات توجہ بڑھاتی ہیں، اور اکیلے کبھی کسی چیز کی تصدیق نہیں کرتیں۔
    page.method.open.title = ہمیں جانچیں
    page.method.open = وہی ریکارڈ حرف بہ حرف وہی جملے دیتے ہیں: جو “parallax export” لکھتا ہے وہ “parallax replay” پڑھتا ہے۔ پورا طریقہ،
     فارمولوں اور ناپی گئی غلطی کی شرح سمیت، سورس کی Docs/METHODOLOGY.md میں ہے۔
    page.method.verdicts = نتائج
    page.method.verdict.ok = نشستیں معمول کے مطابق کامیاب ہیں۔
    page.method.verdict.slow = کھلتا ہے، مگر ترسیل اسی نیٹ ورک پر تقابلی سائٹس سے کہیں سست ہے۔
    page.method.verdict.blocked = یہاں ناکام ہے جبکہ بے ضرر سائٹس یہاں چلتی ہیں اور پلیٹ فارم دوسری جگہ چلتا ہے۔
    page.method.verdict.platformDown = بیک وقت کئی ملکوں میں ناکام ہے: خرابی پلیٹ فارم کی اپنی ہے۔
    page.method.verdict.dark = کچھ نہیں چلتا: نیٹ ورک، یا ملک، منقطع ہے۔
    page.method.verdict.insufficient = کچھ کہنے کے لیے پیمائشیں کم ہیں۔ اسے ٹھیک کبھی نہ سمجھا جائے۔
    page.method.statuses = حیثیتیں
    page.method.status.suspected = مضبوط شواہد، مگر ابھی باقی سب کچھ خارج کرنے کے لیے کافی نہیں۔
    page.method.status.confirmed = تمام تحریری شرائط پوری ہیں۔
    page.method.status.restoring = بحالی کے شواہد۔
    page.method.status.restored = ختم ہو گیا۔
    page.method.status.retracted = ہم غلط تھے، یا شواہد قائم نہ رہے۔ صفحہ بتاتا ہے کہ کیا غلط تھا۔
    page.method.rules = نافذ قواعد: {rules}۔
    page.error.home = اس وقت کہاں خلل ہے
    page.error.missing.title = ایسا کوئی صفحہ نہیں
    page.error.missing = اس پتے پر کچھ نہیں۔
    page.error.missing.subject = ہم “{subject}” نام کی کوئی چیز نہیں جانتے۔
    page.error.request.title = یہ پڑھا نہیں جا سکا
    page.error.request = اس درخواست کا ہم جواب نہیں دے سکتے۔
    page.error.request.subject = ہم “{subject}” نہیں پڑھ سکتے۔
    page.error.busy.title = بہت زیادہ درخواستیں
    page.error.busy = براہِ کرم ایک منٹ بعد دوبارہ کوشش کریں۔
    page.error.busy.subject = براہِ کرم ایک منٹ بعد دوبارہ کوشش کریں: {subject}
    page.error.fault.title = ہماری طرف کچھ ٹوٹ گیا
    page.error.fault = قصور آپ کا نہیں۔ پیمائشیں آ رہی ہیں اور محفوظ ہو رہی ہیں؛ براہِ کرم ایک منٹ بعد دوبارہ کوشش کریں۔
    page.error.fault.subject = قصور آپ کا نہیں: {subject}۔ براہِ کرم ایک منٹ بعد دوبارہ کوشش کریں۔

    ; Words for signals known by name
    page.signal.ioda.bgp = نظر آنے والے راستے (IODA BGP)
    page.signal.ioda.ping-slash24 = جواب دینے والے پتوں کے بلاک (IODA)
    page.signal.ioda.telescope = بن مانگی ٹریفک (IODA)
    page.signal.ioda.gtr = گوگل کی ٹریفک (IODA)
    page.signal.radar.traffic = ٹریفک (Cloudflare Radar)
    page.signal.bgp.visible24s = نظر آنے والے ‎/24 بلاک (BGP)
    page.signal.ndt.download = ڈاؤن لوڈ رفتار (M-Lab NDT)
    page.signal.google.youtube = یوٹیوب ٹریفک (Google)
    page.signal.tor.users = ٹور کے صارفین
    """
