//! The names that mail programs and providers give to Drafts, Sent, Junk, the archive and Trash.
//!
//! Data alone: used where a server does not say what a mailbox is for.

use async_imap::imap_proto::NameAttribute;

/// One use of a mailbox.
pub struct Kind {
    /// The name in the configuration.
    pub key: &'static str,
    pub by_use: NameAttribute<'static>,
    /// Lower case, the likeliest first, between commas.
    pub names: &'static str,
}

pub const DRAFTS: Kind = Kind {
    key: "drafts",
    by_use: NameAttribute::Drafts,
    names: "\
            drafts, draft, entwürfe, entwurf, brouillons, borradores, rascunhos, bozze, \
            concepten, kladder, kladde, utkast, luonnokset, wersje robocze, szkice, koncepty, \
            rozepsané, piszkozatok, ciorne, чернова, черновики, чернетки, taslaklar, \
            πρόχειρα, טיוטות, مسودات, 下書き, 草稿, 草稿箱, 草稿夹, 임시 보관함, 임시보관함, แบบร่าง, bản nháp, \
            draf, esborranys, drög, mustandid, juodraščiai, melnraksti, osnutki, skice, \
            нацрти",
};

pub const SENT: Kind = Kind {
    key: "sent",
    by_use: NameAttribute::Sent,
    names: "\
            sent, sent items, sent mail, sent messages, gesendet, gesendete objekte, \
            gesendete elemente, gesendete nachrichten, envoyés, messages envoyés, \
            éléments envoyés, objets envoyés, courrier envoyé, enviados, elementos enviados, \
            correo enviado, itens enviados, e-mails enviados, inviata, posta inviata, \
            inviati, elementi inviati, verzonden, verzonden items, verzonden berichten, \
            sendt, sendt post, sendte elementer, skickat, skickade objekt, lähetetyt, \
            wysłane, elementy wysłane, odeslané, odeslaná pošta, odoslané, elküldött, \
            elküldött elemek, trimise, elemente trimise, изпратени, отправленные, надіслані, \
            відправлені, poslano, gönderilmiş, gönderilmiş öğeler, gönderilmiş postalar, \
            απεσταλμένα, נשלח, المرسلة, البريد المرسل, 送信済み, 送信済みメール, 送信済みアイテム, 已发送, 已发送邮件, \
            已傳送, 寄件備份, 보낸편지함, 보낸 편지함, terkirim, thư đã gửi, enviats, saadetud, išsiųsti, \
            nosūtītie",
};

pub const JUNK: Kind = Kind {
    key: "junk",
    by_use: NameAttribute::Junk,
    names: "\
            junk, spam, junk e-mail, junk email, bulk, bulk mail, junk-e-mail, werbung, \
            unerwünscht, spamverdacht, courrier indésirable, indésirables, pourriel, \
            correo no deseado, no deseado, lixo eletrônico, lixo eletrónico, \
            posta indesiderata, indesiderata, ongewenste e-mail, uønsket e-post, \
            uønsket mail, skräppost, roskaposti, wiadomości-śmieci, niechciane, \
            nevyžádaná pošta, nevyžiadaná pošta, levélszemét, спам, нежелательная почта, \
            önemsiz, önemsiz e-posta, 迷惑メール, 垃圾邮件, 垃圾郵件, スパム, 스팸, 스팸편지함, 정크 메일",
};

pub const ARCHIVE: Kind = Kind {
    key: "archive",
    by_use: NameAttribute::Archive,
    names: "\
            archive, archives, archiv, archivo, archivio, archief, arquivo, arkiv, arkisto, \
            archiwum, архив, архів, arşiv, アーカイブ, 归档, 封存, 보관함",
};

pub const TRASH: Kind = Kind {
    key: "trash",
    by_use: NameAttribute::Trash,
    names: "\
            trash, deleted items, deleted messages, deleted, bin, papierkorb, gelöscht, \
            gelöschte objekte, gelöschte elemente, corbeille, éléments supprimés, papelera, \
            elementos eliminados, lixeira, lixo, itens excluídos, cestino, posta eliminata, \
            prullenbak, verwijderde items, papirkurv, papperskorgen, roskakori, kosz, koš, \
            kôš, kuka, lomtár, корзина, удаленные, удалённые, кошик, çöp, çöp kutusu, \
            silinmiş öğeler, ゴミ箱, ごみ箱, 已删除, 已删除邮件, 垃圾桶, 휴지통",
};
