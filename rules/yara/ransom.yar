// Ransom notes and files as they are left when everything is over.

private rule text_of_rules
{
    strings:
        $condition = "condition:"
        $strings = "strings:"
        $detection = "detection:"
        $logsource = "logsource:"
    condition:
        uint16(0) != 0x5a4d and (($condition and $strings) or ($detection and $logsource))
}

rule ransom_dearcry_file : ransom
{
    meta:
        description = "A file encrypted by DearCry, which came over Exchange in March 2021"
        reference = "https://news.sophos.com/en-us/2021/03/15/dearcry-ransomware-attacks-exploit-exchange-server-vulnerabilities/"
        attack = "T1486"
        stage = "destroyed"
        confidence = "high"
        false_positives = "None known."
    strings:
        $mark = "DEARCRY!"
    condition:
        $mark at 0
}

rule ransom_dearcry_note : ransom
{
    meta:
        description = "The ransom note of DearCry, which came over Exchange in March 2021"
        reference = "https://www.bleepingcomputer.com/news/security/ransomware-now-attacks-microsoft-exchange-servers-with-proxylogon-exploits/"
        attack = "T1486"
        stage = "destroyed"
        confidence = "high"
        false_positives = "Reports that quote the note."
    strings:
        $one = "konedieyp@airmail.cc" nocase ascii wide
        $two = "uenwonken@memail.com" nocase ascii wide
    condition:
        filesize < 5MB and all of them and not text_of_rules
}

rule ransom_black_kingdom : ransom
{
    meta:
        description = "The ransom note or the program of Black Kingdom, which came over Exchange in March 2021"
        reference = "https://news.sophos.com/en-us/2021/03/23/black-kingdom/"
        attack = "T1486"
        stage = "destroyed"
        confidence = "high"
        false_positives = "Reports that quote the note."
    strings:
        $mail = "support_blackkingdom2@protonmail.com" nocase ascii wide
        $hacked = /we hacked your \(\(\s{0,4}network\s{0,4}\)\)/ nocase ascii wide
        $file = "decrypt_file.TxT" nocase ascii wide
    condition:
        filesize < 30MB and not text_of_rules and ($mail or $hacked or ($file and uint16(0) == 0x5a4d))
}

rule ransom_lockfile : ransom
{
    meta:
        description = "The ransom note of LockFile, which came over Exchange in August 2021"
        reference = "https://news.sophos.com/en-us/2021/08/27/lockfile-ransomwares-box-of-tricks-intermittent-encryption-and-evasion/"
        attack = "T1486"
        stage = "destroyed"
        confidence = "high"
        false_positives = "Reports that quote the note."
    strings:
        $mail = "contact@contipauper.com" nocase ascii wide
        $name = "LOCKFILE" ascii wide
    condition:
        filesize < 5MB and all of them and not text_of_rules
}

rule ransom_note : ransom
{
    meta:
        description = "A short text says that files were encrypted or stolen, asks for money or contact, and names a hidden address"
        reference = "https://attack.mitre.org/techniques/T1486/"
        attack = "T1486"
        stage = "destroyed"
        confidence = "medium"
        false_positives = "Training material and mails that warn of such notes."
    strings:
        $encrypted = /\b(files|data|documents|servers?|network|databases?)\b[^.!?]{0,60}\b(encrypted|locked|stolen|downloaded|exfiltrated|crypted)\b/ nocase ascii wide
        $demand = /\b(decrypt(or|ion)?|recover|restore|private key|unlock)\b[^.!?]{0,120}\b(pay|payment|bitcoin|btc|monero|xmr|contact us|write (to )?us|price|buy)\b/ nocase ascii wide
        $demand_before = /\b(pay|payment|bitcoin|btc|monero|contact us|write (to )?us|price|buy)\b[^.!?]{0,120}\b(decrypt(or|ion)?|recover|restore|private key|unlock)\b/ nocase ascii wide
        $onion = /[a-z2-7]{16,56}\.onion\b/ nocase ascii wide
        $tor = /\b(tor browser|torproject\.org)\b/ nocase ascii wide
        $wallet = /\b(bc1[a-z0-9]{30,60}|[13][a-km-zA-HJ-NP-Z1-9]{33})\b/
        $mail = /[a-z0-9._-]{3,40}@(protonmail\.(com|ch)|proton\.me|onionmail\.org|tutanota\.com|airmail\.cc|cock\.li|mailfence\.com|memail\.com|aol\.com|keemail\.me)/ nocase ascii wide
    condition:
        filesize < 64KB and uint16(0) != 0x5a4d and not text_of_rules and $encrypted and any of ($demand, $demand_before) and any of ($onion, $tor, $wallet, $mail)
}
