//! Opens the connection: TCP, then TLS at once or by STARTTLS. Knows nothing of mail.
//!
//! A certificate that does not prove the server's name ends the work with words on what to do; a
//! network that fails only delays it.

use std::{io, net::SocketAddr, pin::Pin, sync::Arc, task, time::Duration};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore,
    SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{
    edge::{Trouble, fate},
    settings::{ImapAccount, Tls},
};

/// Resolving a name, connecting to one address, one TLS handshake, one plain line.
const OPEN_LIMIT: Duration = Duration::from_secs(20);
/// All of that together.
const OPEN_TOTAL_LIMIT: Duration = Duration::from_secs(120);
/// Addresses of one name that are tried.
const ADDRESSES_MAX: usize = 4;
/// A line before TLS starts.
const PLAIN_LINE_BYTES_MAX: usize = 8 * 1024;
/// Lines a server may send before it answers a command in the clear.
const PLAIN_LINES_MAX: usize = 50;

/// The bytes below the guard.
#[derive(Debug)]
pub enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    /// "TLS 1.3", or "none".
    pub fn protection(&self) -> String {
        match self {
            Stream::Plain(_) => "none".into(),
            Stream::Tls(tls) => match tls.get_ref().1.protocol_version() {
                Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3".into(),
                Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2".into(),
                other => format!("{other:?}"),
            },
        }
    }
}

/// An open connection, and whether the server's greeting was already read (STARTTLS).
pub struct Opened {
    pub stream: Stream,
    pub greeted: bool,
}

/// Connects as the account says.
pub async fn open(account: &ImapAccount) -> Result<Opened, Trouble> {
    match timeout(fate::limit(OPEN_TOTAL_LIMIT), open_stream(account)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Trouble::Retry(format!("Connect to {}: it takes too long", account.host))),
    }
}

async fn open_stream(account: &ImapAccount) -> Result<Opened, Trouble> {
    match account.tls {
        Tls::None => {
            let stream = Stream::Plain(connect(account, true).await?);
            Ok(Opened { stream, greeted: false })
        }
        Tls::Implicit => {
            let config = client_config(account)?;
            let tcp = connect(account, false).await?;
            Ok(Opened { stream: handshake(account, config, tcp).await?, greeted: false })
        }
        Tls::StartTls => {
            let config = client_config(account)?;
            let mut tcp = connect(account, false).await?;
            start_tls(&mut tcp).await?;
            Ok(Opened { stream: handshake(account, config, tcp).await?, greeted: true })
        }
    }
}

async fn connect(account: &ImapAccount, loopback_only: bool) -> Result<TcpStream, Trouble> {
    let host = &account.host;
    let found: Vec<SocketAddr> =
        limited("Resolve the server's name", lookup_host((host.as_str(), account.port)))
            .await?
            .filter(|address| !loopback_only || address.ip().is_loopback())
            .collect();
    if found.is_empty() && loopback_only {
        return Err(Trouble::Refuse(format!(
            "tls = \"none\" sends the password readable by anyone on the way, so it is only \
             allowed to this machine, which {host} is not: use \"implicit\" or \"starttls\""
        )));
    }
    let mut last = Trouble::Retry(format!("{host} has no address"));
    for address in alternate(found).into_iter().take(ADDRESSES_MAX) {
        match limited("Connect to the server", TcpStream::connect(address)).await {
            Ok(tcp) => {
                // Commands are small and answered one by one: Nagle costs 40 ms on each.
                tcp.set_nodelay(true).map_err(|e| Trouble::Retry(e.to_string()))?;
                return Ok(tcp);
            }
            Err(trouble) => last = trouble,
        }
    }
    Err(last)
}

/// Takes IPv6 and IPv4 in turn, as preferred (RFC 8305 §4): a network where one of them leads
/// nowhere must not cost a time-out for each address of that kind.
fn alternate(found: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_ipv6 = found.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|address| address.is_ipv6() == first_is_ipv6);
    let mut second = second.into_iter();
    let mut order: Vec<SocketAddr> =
        first.into_iter().flat_map(|address| [Some(address), second.next()]).flatten().collect();
    order.extend(second);
    order
}

/// STARTTLS (RFC 3501 §6.2.1), read byte by byte: no plaintext that follows the server's OK can be
/// held in a buffer and taken for a protected answer; it goes into the handshake, which fails.
async fn start_tls(tcp: &mut TcpStream) -> Result<(), Trouble> {
    let greeting = plain_line(tcp).await?;
    if !starts_with(&greeting, "* OK") {
        return Err(Trouble::Retry("the server did not greet with OK".into()));
    }
    limited("Ask for TLS", tcp.write_all(b"s0 STARTTLS\r\n")).await?;
    for _ in 0..PLAIN_LINES_MAX {
        let line = plain_line(tcp).await?;
        if starts_with(&line, "s0 OK") {
            return Ok(());
        }
        if starts_with(&line, "s0 ") {
            return Err(Trouble::Refuse(
                "The server does not offer STARTTLS here: set tls = \"implicit\", mostly on port \
                 993"
                .into(),
            ));
        }
    }
    Err(Trouble::Retry("the server did not answer STARTTLS".into()))
}

fn starts_with(line: &[u8], head: &str) -> bool {
    line.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
}

async fn plain_line(tcp: &mut TcpStream) -> Result<Vec<u8>, Trouble> {
    limited("Read before TLS", async {
        let mut line = Vec::new();
        loop {
            match tcp.read_u8().await? {
                b'\n' => return Ok(line),
                byte if line.len() < PLAIN_LINE_BYTES_MAX => line.push(byte),
                _ => return Err(io::Error::other("the line is too long")),
            }
        }
    })
    .await
}

async fn handshake(
    account: &ImapAccount,
    config: ClientConfig,
    tcp: TcpStream,
) -> Result<Stream, Trouble> {
    let host = &account.host;
    let name = ServerName::try_from(host.clone())
        .map_err(|_| Trouble::Refuse(format!("{host} is not a host name or address")))?;
    let connector = TlsConnector::from(Arc::new(config));
    match timeout(fate::limit(OPEN_LIMIT), connector.connect(name, tcp)).await {
        Ok(Ok(tls)) => Ok(Stream::Tls(Box::new(tls))),
        Ok(Err(error)) => Err(explain(host, &error)),
        Err(_) => Err(Trouble::Retry("Start TLS: no answer in time".into())),
    }
}

fn explain(host: &str, error: &io::Error) -> Trouble {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>());
    match tls {
        // A clock that is wrong after boot, or a certificate about to be renewed: both pass.
        Some(TlsError::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        )) => Trouble::Retry(format!("The certificate of {host} is not valid now: {error}")),
        Some(TlsError::InvalidCertificate(_)) => Trouble::Refuse(format!(
            "The certificate of {host} is not trusted ({error}). If this is a server of your own, \
             name its CA with ca_file or its certificate with tls_pin_sha256"
        )),
        Some(TlsError::InvalidMessage(_)) => Trouble::Retry(format!(
            "{host} does not speak TLS on this port ({error}): tls = \"starttls\" may be meant"
        )),
        _ => Trouble::Retry(format!("Start TLS with {host}: {error}")),
    }
}

fn client_config(account: &ImapAccount) -> Result<ClientConfig, Trouble> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|e| Trouble::Refuse(format!("TLS cannot be used: {e}")))?;
    let config = match account.tls_pin_sha256 {
        Some(pin) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Pinned { pin, provider }))
            .with_no_client_auth(),
        None => builder.with_root_certificates(roots(account)?).with_no_client_auth(),
    };
    Ok(config)
}

fn roots(account: &ImapAccount) -> Result<RootCertStore, Trouble> {
    let mut store = RootCertStore::empty();
    let found = match &account.ca_file {
        Some(path) => CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|e| Trouble::Refuse(format!("Read ca_file {}: {e}", path.display())))?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    let (added, _) = store.add_parsable_certificates(found);
    if added == 0 {
        return Err(Trouble::Refuse(match &account.ca_file {
            Some(path) => format!("ca_file {} holds no certificate", path.display()),
            None => "This system has no certificates to trust: install ca-certificates or set \
                     ca_file"
                .into(),
        }));
    }
    Ok(store)
}

async fn limited<T>(what: &str, work: impl Future<Output = io::Result<T>>) -> Result<T, Trouble> {
    match timeout(fate::limit(OPEN_LIMIT), work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Trouble::Retry(format!("{what}: {error}"))),
        Err(_) => Err(Trouble::Retry(format!("{what}: no answer in time"))),
    }
}

/// Trusts the one certificate whose DER bytes have this SHA-256, whatever it says of itself; that
/// the server holds its key is still proven by the handshake's signature.
#[derive(Debug)]
struct Pinned {
    pin: [u8; 32],
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        if Sha256::digest(end_entity.as_ref()).as_slice() == self.pin {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(TlsError::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(tcp) => Pin::new(tcp).poll_read(cx, buf),
            Stream::Tls(tls) => Pin::new(tls).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
        buf: &[u8],
    ) -> task::Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(tcp) => Pin::new(tcp).poll_write(cx, buf),
            Stream::Tls(tls) => Pin::new(tls).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(tcp) => Pin::new(tcp).poll_flush(cx),
            Stream::Tls(tls) => Pin::new(tls).poll_flush(cx),
        }
    }

    fn poll_shutdown(
        self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> task::Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Stream::Tls(tls) => Pin::new(tls).poll_shutdown(cx),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_address_are_tried_in_turn() {
        let found = ["[::1]:1", "[::2]:1", "[::3]:1", "10.0.0.1:1"];
        let order = alternate(found.iter().map(|text| text.parse().unwrap()).collect());
        let order: Vec<String> = order.iter().map(ToString::to_string).collect();
        assert_eq!(order, ["[::1]:1", "10.0.0.1:1", "[::2]:1", "[::3]:1"]);
    }
}
