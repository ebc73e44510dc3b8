/// One country a line: code and what a volunteer there should know. Laws change; correct this list when they do.
let riskTable = """
    AE The law on rumours and cybercrimes (2021) punishes hiding one’s address in order to commit an offence, and publishing what the state calls rumours. Calls over the Internet are restricted.
    AZ Sites and platforms have been blocked in times of fighting and protest, and people have been detained for what they posted.
    BD Laws on digital security have been used against people for what they posted; platforms and mobile Internet were cut off in 2024.
    BH People have been prosecuted for what they posted; blocked sites include those of the opposition.
    BY Tools that reach blocked sites are forbidden, and reading channels that the state calls extremist is punished.
    CN Reaching sites abroad by tools that are not approved has been fined, and publishing about censorship has led to detention.
    CU A decree of 2021 (Decree-Law 35) punishes publishing what harms the country’s prestige; the only provider is the state’s.
    EG Law 175 of 2018 punishes visiting sites that the state calls harmful, and running tools to reach blocked ones.
    ER There is one provider, Internet access is rare, and critics have been held without trial.
    ET The computer crime law (2016) and the hate speech law (2020) are broad; the Internet has been cut off in regions with fighting.
    IR Tools to reach blocked sites need a permit, and people have been detained for reporting on shutdowns.
    KP Access to the Internet is reserved to few, and all use of it is watched.
    KZ Networks were switched off during the protests of January 2022; spreading what the state calls false information is a crime.
    LA People have been sentenced for what they posted about the government.
    MM The cybersecurity law that came into force in 2025 punishes unapproved VPN services; people have been stopped and their telephones searched.
    PK The Prevention of Electronic Crimes Act (2016, amended in 2025) punishes spreading what is called false information and unauthorised access to systems; VPNs are to be registered.
    RU Searching for what is listed as extremist has been fined since 2025, also through a VPN; advertising tools that reach blocked sites is forbidden.
    SA The anti-cybercrime law (2007) is used against people for what they post, with long sentences.
    SD During the war networks have been cut off, and people were detained for reporting on it.
    SY The cybercrime law of 2022 punished publishing what harms the state; the position since the change of government at the end of 2024 is not settled.
    TJ Platforms are blocked again and again, and relatives of critics have been questioned.
    TM VPNs are forbidden in practice, and people have been questioned for using them.
    TR Law 5651 and the disinformation article of the penal code (217/A, 2022) are used against people for what they publish; platforms are slowed down after events.
    UG The Computer Misuse Act (amended in 2022) is used against people for what they post; platforms were blocked around the election of 2021.
    UZ People have been detained for what they posted; platforms have been restricted over the storage of data.
    VE The law against hatred (2017) is used for what people write; platforms and measuring sites have been blocked, and people were detained after the election of 2024.
    VN The cybersecurity law (2018) obliges platforms to hand over data, and people have been sentenced for what they posted.
    YE Networks are held by the parties to the war, and journalists have been detained.
    """
