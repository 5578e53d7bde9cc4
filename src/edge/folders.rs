//! Names of mailboxes: which known name means Drafts, Sent, Junk or the archive, in many languages,
//! and the encoding that names travel in (modified UTF-7, RFC 3501 §5.1.3).
//!
//! Knows nothing of servers or files. A configured name, and a server's SPECIAL-USE attribute
//! (RFC 6154), come first; these lists are the last resort before asking the user.

/// What a mailbox is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Archive,
    Drafts,
    Junk,
    Sent,
    Trash,
}

const ARCHIVE: &str = "\
    archive|archives|archived|all mail|archiv|alle nachrichten|tous les messages|archivo|\
    archivos|todos|archivio|tutti i messaggi|arquivo|todos os e-mails|archief|alle berichten|\
    arkiv|alla mail|arkisto|archiwum|wszystkie|archív|arhiva|arhivă|архив|вся почта|архів|\
    arşiv|αρχείο|アーカイブ|すべてのメール|归档|存档|封存|보관함|전체보관함";
const DRAFTS: &str = "\
    drafts|draft|entwürfe|entwurf|brouillons|brouillon|borradores|borrador|bozze|bozza|\
    rascunhos|rascunho|concepten|concept|utkast|kladder|kladde|luonnokset|koncepty|rozepsané|\
    rozpracované|kopie robocze|robocze|szkice|wersje robocze|piszkozatok|piszkozat|ciorne|\
    schițe|osnutki|skice|nacrti|черновики|чернетки|чернови|taslaklar|πρόχειρα|mustandid|\
    melnraksti|juodraščiai|drög|esborranys|下書き|草稿|草稿箱|임시보관함|임시 보관함|thư nháp|ฉบับร่าง|draf|\
    konsep|טיוטות|مسودات|المسودات|чернова|草稿夹|แบบร่าง|bản nháp|нацрти";
const JUNK: &str = "\
    junk|spam|junk e-mail|junk email|junk mail|bulk mail|bulk|spamverdacht|junk-e-mail|\
    unerwünscht|courrier indésirable|indésirables|pourriel|correo no deseado|no deseado|\
    posta indesiderata|lixo eletrônico|lixo eletrónico|lixo|ongewenste e-mail|ongewenst|\
    skräppost|skräp|søppelpost|uønsket|uønsket post|roskaposti|nevyžádaná pošta|\
    nevyžiadaná pošta|niechciane|wiadomości-śmieci|levélszemét|спам|нежелательная почта|\
    небажана пошта|önemsiz|gereksiz|ανεπιθύμητα|迷惑メール|垃圾邮件|垃圾郵件|스팸|스팸함|정크 메일|werbung|\
    indesiderata|uønsket e-post|uønsket mail|önemsiz e-posta|スパム|스팸편지함";
const SENT: &str = "\
    sent|sent mail|sent items|sent messages|sent-mail|sentmail|gesendet|gesendete|\
    gesendete objekte|gesendete elemente|gesendete nachrichten|envoyés|envoyé|\
    messages envoyés|éléments envoyés|courrier envoyé|enviados|enviado|elementos enviados|\
    mensajes enviados|correo enviado|itens enviados|e-mails enviados|mensagens enviadas|\
    enviadas|posta inviata|inviata|inviati|elementi inviati|messaggi inviati|verzonden|\
    verzonden items|verzonden berichten|skickat|skickade|skickade objekt|sendt|sendte|\
    sendte elementer|sendt post|lähetetyt|lähetetyt viestit|odeslané|odeslaná pošta|odoslané|\
    odoslaná pošta|wysłane|elementy wysłane|elküldött|elküldött elemek|trimise|\
    elemente trimise|poslano|отправленные|надіслані|изпратени|gönderilmiş|gönderilenler|\
    gönderilmiş öğeler|gönderilmiş postalar|απεσταλμένα|saadetud|nosūtītie|išsiųsti|enviats|\
    送信済み|送信済みアイテム|送信済みメール|已发送|已发送邮件|已傳送|寄件備份|보낸편지함|보낸 편지함|đã gửi|ส่งแล้ว|terkirim|דואר יוצא|\
    المرسل|البريد المرسل|objets envoyés|відправлені|נשלח|المرسلة|thư đã gửi";
const TRASH: &str = "\
    trash|bin|deleted|deleted items|deleted messages|papierkorb|gelöscht|gelöschte objekte|\
    gelöschte elemente|corbeille|éléments supprimés|papelera|eliminados|cestino|\
    posta eliminata|lixeira|itens excluídos|prullenbak|verwijderd|verwijderde items|\
    papperskorgen|papirkurv|papirkurven|slettet|roskakori|koš|kôš|kosz|kuka|lomtár|\
    coș de gunoi|корзина|удаленные|кошик|çöp kutusu|çöp|κάδος|ゴミ箱|已删除|垃圾桶|휴지통|\
    elementos eliminados|удалённые|silinmiş öğeler|ごみ箱|已删除邮件";

impl Role {
    fn names(self) -> std::str::Split<'static, char> {
        let names = match self {
            Role::Archive => ARCHIVE,
            Role::Drafts => DRAFTS,
            Role::Junk => JUNK,
            Role::Sent => SENT,
            Role::Trash => TRASH,
        };
        names.split('|')
    }

    const ALL: [Role; 5] = [Role::Archive, Role::Drafts, Role::Junk, Role::Sent, Role::Trash];

    /// The role that a mailbox name, decoded and with `/` between levels, is known for. Only a name
    /// at the top, below INBOX or below Gmail's own folder counts: `Projects/Drafts` is somebody's.
    pub fn of(name: &str) -> Option<Role> {
        let leaf = leaf(name);
        Role::ALL.into_iter().find(|role| role.names().any(|known| known == leaf))
    }

    /// The best of `names` for this role: the one nearest to the top, then the commonest.
    pub fn find<'a>(self, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        names.filter(|name| Role::of(name) == Some(self)).min_by_key(|name| {
            let leaf = leaf(name);
            let rank = self.names().position(|known| known == leaf);
            (name.len() > leaf.len(), rank, *name)
        })
    }
}

/// The name below INBOX or Gmail's folder, in lower case. OfflineIMAP parts levels by dots.
fn leaf(name: &str) -> String {
    let lower = name.to_lowercase();
    let below = ["inbox", "[gmail]", "[google mail]"]
        .iter()
        .find_map(|space| lower.strip_prefix(space)?.strip_prefix(['/', '.']));
    below.unwrap_or(&lower).to_owned()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// Encodes a mailbox name in modified UTF-7.
pub fn to_utf7(name: &str) -> String {
    let mut out = String::new();
    let mut units = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            shift_out(&mut out, &mut units);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }
    shift_out(&mut out, &mut units);
    out
}

/// Ends a run of characters beyond ASCII: `&`, their UTF-16 in base 64, `-`.
fn shift_out(out: &mut String, units: &mut Vec<u16>) {
    if units.is_empty() {
        return;
    }
    out.push('&');
    let (mut held, mut bits) = (0u32, 0u32);
    for unit in units.drain(..) {
        held = held << 16 | u32::from(unit);
        bits += 16;
        while bits >= 6 {
            bits -= 6;
            out.push(digit(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(digit(held << (6 - bits)));
    }
    out.push('-');
}

fn digit(value: u32) -> char {
    BASE64.get((value & 63) as usize).copied().map_or('A', char::from)
}

/// Decodes a mailbox name from modified UTF-7; `None` when it is not that.
pub fn from_utf7(name: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = name;
    while let Some((plain, shifted)) = rest.split_once('&') {
        out.push_str(plain);
        let (code, after) = shifted.split_once('-')?;
        if code.is_empty() {
            out.push('&');
        } else {
            out.push_str(&decode_run(code)?);
        }
        rest = after;
    }
    out.push_str(rest);
    out.chars().all(|c| !c.is_control()).then_some(out)
}

fn decode_run(code: &str) -> Option<String> {
    let (mut held, mut bits) = (0u32, 0u32);
    let mut units = Vec::new();
    for byte in code.bytes() {
        let value = BASE64.iter().position(|known| *known == byte)?;
        held = held << 6 | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 16 {
            bits -= 16;
            units.push(u16::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_travel_in_modified_utf_7_and_come_back() {
        // The examples of RFC 3501 §5.1.3, and what Dovecot shows for Entwürfe.
        let pairs = [
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("Tom & Ann", "Tom &- Ann"),
            ("Éléments envoyés 📬", "&AMk-l&AOk-ments envoy&AOk-s &2D3c7A-"),
            ("Drafts", "Drafts"),
        ];
        for (name, coded) in pairs {
            assert_eq!(to_utf7(name), coded);
            assert_eq!(from_utf7(coded).as_deref(), Some(name));
        }
        for odd in ["Tom & Ann", "&!-", "&2D0-", "a&U,BTFw"] {
            assert_eq!(from_utf7(odd), None, "{odd}");
        }
    }

    #[test]
    fn drafts_and_sent_are_found_in_many_languages() {
        for name in ["Drafts", "[Gmail]/Drafts", "INBOX.Entwürfe", "BROUILLONS", "下書き"] {
            assert_eq!(Role::of(name), Some(Role::Drafts), "{name}");
        }
        for name in ["Sent Items", "[Google Mail]/Gesendet", "Éléments envoyés", "Отправленные"]
        {
            assert_eq!(Role::of(name), Some(Role::Sent), "{name}");
        }
        for name in ["Projects/Drafts", "Sent/2026", "INBOX", "Drafts of law"] {
            assert_eq!(Role::of(name), None, "{name}");
        }
        let names = ["INBOX/Drafts", "Draft", "Drafts"];
        assert_eq!(Role::Drafts.find(names.into_iter()), Some("Drafts"));
    }

    #[test]
    fn no_known_name_has_two_meanings() {
        let mut all: Vec<_> = Role::ALL.iter().flat_map(|role| role.names()).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|name| *name == name.to_lowercase()));
    }
}
