//! Serves the page's files, and no others, to this machine alone.

use core::hash::{Hash, Hasher};
use std::{
    fs,
    hash::DefaultHasher,
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
    thread,
};

use anyhow::{Result, anyhow};
use tiny_http::{HTTPVersion, Header, Method, Request, Response, Server};

/// Listens on `port` of the loopback interface; 0 takes a free one.
pub(crate) fn listen(port: u16) -> Result<Server> {
    Server::http(("127.0.0.1", port)).map_err(|error| anyhow!(error))
}

/// The address to open in a browser.
pub(crate) fn address(server: &Server) -> String {
    format!("http://{}/", server.server_addr())
}

/// Serves the page that lies in `root` from a thread of its own, and tells its address.
pub(crate) fn start(root: PathBuf) -> Result<String> {
    let server = listen(0)?;
    let address = address(&server);
    thread::spawn(move || answer(&server, &root));
    Ok(address)
}

/// Answers requests for what lies in `root`, for as long as the process lives.
pub(crate) fn answer(server: &Server, root: &Path) {
    for request in server.incoming_requests() {
        // A browser that goes away in the middle of an answer is no failure of ours.
        let _gone = respond(request, root);
    }
}

/// A short name for `bytes`: another one as soon as they change.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn respond(request: Request, root: &Path) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return send(request, Response::empty(405));
    }
    let file = locate(request.url()).and_then(|(path, kind)| Some((fs::read(root.join(path)).ok()?, kind)));
    let Some((content, kind)) = file else { return send(request, Response::empty(404)) };

    let tag = format!("\"{}\"", fingerprint(&content));
    let unchanged =
        request.headers().iter().any(|h| h.field.equiv("If-None-Match") && h.value == tag.as_str());
    // Kept by the browser, but asked for each time: a new module is never mixed with the glue of an old one.
    let headers = [("Cache-Control", "no-cache"), ("ETag", &tag), ("Content-Type", kind)];
    let headers = headers.map(|(name, value)| Header::from_bytes(name, value).expect("plain ASCII"));
    if unchanged {
        send(request, headers.into_iter().fold(Response::empty(304), Response::with_header))
    } else {
        send(request, headers.into_iter().fold(Response::from_data(content), Response::with_header))
    }
}

/// As HTTP 1.0, after which the browser closes the connection. Of connections that come at once the server sometimes
/// leaves one to a thread that has just been given another, until some connection ends: none may stay.
fn send<R: Read>(request: Request, response: Response<R>) -> io::Result<()> {
    let (headers, bare) = (request.headers().to_vec(), *request.method() == Method::Head);
    let mut writer = request.into_writer();
    response.raw_print(&mut writer, HTTPVersion(1, 0), &headers, bare, None)?;
    writer.flush()
}

/// The file behind the path of a request, and its MIME type: `index.html` and what lies in `www` or, for a measurement,
/// in `benches`.
fn locate(url: &str) -> Option<(&Path, &'static str)> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    if !(inside
        && (path.starts_with("www") || path.starts_with("benches") || path == Path::new("index.html")))
    {
        return None;
    }
    Some((path, kind(path)?))
}

/// The MIME type of a file, if it is one of the page's.
pub(crate) fn kind(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        // What `WebAssembly.instantiateStreaming` insists on.
        "wasm" => "application/wasm",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpStream,
    };

    use super::{locate, start};

    #[test]
    fn an_answer_ends_its_connection() {
        let address = start(".".into()).unwrap();
        let host = address.strip_prefix("http://").unwrap().trim_end_matches('/');
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(b"GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut version = [0; 12];
        stream.read_exact(&mut version).unwrap();
        assert_eq!(&version, b"HTTP/1.0 404");
    }

    #[test]
    fn serves_the_page_with_its_types() {
        let kind = |url| locate(url).map(|(path, kind)| (path.to_str().unwrap(), kind));
        assert_eq!(kind("/"), Some(("index.html", "text/html; charset=utf-8")));
        assert_eq!(kind("/index.html?lang=fr"), Some(("index.html", "text/html; charset=utf-8")));
        assert_eq!(kind("/www/pkg/neurone_bg.wasm"), Some(("www/pkg/neurone_bg.wasm", "application/wasm")));
        assert_eq!(kind("/www/define.js"), Some(("www/define.js", "text/javascript; charset=utf-8")));
    }

    #[test]
    fn serves_nothing_else() {
        let outside =
            ["/../index.html", "/www/../Cargo.toml", "/www/../../x.js", "//etc/x.js", "/target/x.js"];
        let other =
            ["/Cargo.toml", "/.git/config", "/www", "/www/", "/wwwx/a.js", "/www/%2e%2e/%2e%2e/x", "*", ""];
        for url in outside.into_iter().chain(other) {
            assert_eq!(locate(url), None, "{url}");
        }
    }
}
