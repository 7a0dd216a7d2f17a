//! Asking an open chat to look after its diary: a Unix socket in the diary's folder, for its user only. One line of JSON is asked, one is
//! answered.

use crate::bot::{Done, Upkeep};
use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Its name in the diary's folder.
const NAME: &str = "lantern.sock";
/// Bytes of the longest request.
const LONGEST_REQUEST: usize = 16 << 10;
/// How often a request is read on before it must be whole.
const MOST_READS: usize = 8;
/// How long each read of a request, and each write of an answer, may take.
const SERVER_PATIENCE: Duration = Duration::from_secs(1);
/// How long an answer may take.
const ASKER_PATIENCE: Duration = Duration::from_mins(5);
/// What is said where no answer comes.
const SILENT: &str = "The Lantern that is open on this diary does not answer. Close it (/quit), then try again.";

/// The socket of an open chat; its file goes when this does.
pub(super) struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

impl Socket {
    /// Opens it. A file that another one left is replaced, if nobody answers there.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        match path.symlink_metadata() {
            Ok(there) if !there.file_type().is_socket() => return Err(io::Error::other("something else has its name")),
            Ok(_) if UnixStream::connect(&path).is_ok() => return Err(ErrorKind::AddrInUse.into()),
            _ => {}
        }
        let listener = bind_private(folder, &path)?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener, path })
    }

    /// Answers one that waits, if any does; says whether one did.
    pub fn answer(&self, answer: impl FnOnce(&Upkeep) -> Done) -> io::Result<bool> {
        let stream = match self.listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        };
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(SERVER_PATIENCE))?;
        stream.set_write_timeout(Some(SERVER_PATIENCE))?;
        let Some(line) = read_line(&stream)? else { return Ok(true) };
        let done = serde_json::from_slice(&line).map_or_else(|_| Done::failed("I do not know that request.", 2), |asked| answer(&asked));
        let mut line = serde_json::to_vec(&done)?;
        line.push(b'\n');
        (&stream).write_all(&line)?;
        Ok(true)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // One that stays is replaced by the next chat.
        let _ = fs::remove_file(&self.path);
    }
}

/// Binds where nobody else can look, and moves it to its name when only its user may use it.
fn bind_private(folder: &Path, path: &Path) -> io::Result<UnixListener> {
    let scratch = folder.join(".sock");
    match fs::remove_dir_all(&scratch) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    DirBuilder::new().mode(0o700).create(&scratch)?;
    let new = scratch.join("s");
    let listener = UnixListener::bind(&new)?;
    fs::set_permissions(&new, Permissions::from_mode(0o600))?;
    fs::rename(&new, path)?;
    fs::remove_dir(&scratch)?;
    Ok(listener)
}

/// One line, which must come soon and be short; none where nothing came, or too much.
fn read_line(mut stream: &UnixStream) -> io::Result<Option<Vec<u8>>> {
    let (mut line, mut part) = (Vec::new(), [0; 4096]);
    for _ in 0..MOST_READS {
        let count = stream.read(&mut part)?;
        line.extend_from_slice(&part[..count]);
        if let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            line.truncate(end);
            return Ok(Some(line));
        }
        if count == 0 || line.len() > LONGEST_REQUEST {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Whether a chat is open on the diary in a folder, and answers.
#[must_use]
pub fn is_open(folder: &Path) -> bool {
    UnixStream::connect(folder.join(NAME)).is_ok()
}

/// Asks the chat that is open on the diary in a folder; nothing, where none is.
///
/// # Errors
/// A sentence, where one is open and cannot be asked.
pub fn ask(folder: &Path, asked: &Upkeep) -> Result<Option<Done>, String> {
    let stream = match UnixStream::connect(folder.join(NAME)) {
        Ok(stream) => stream,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            return Err(format!("{} belongs to another user: run this as the user whose Lantern is open.", folder.join(NAME).display()));
        }
        Err(_) => return Ok(None),
    };
    let mut line = serde_json::to_vec(asked).map_err(|_| "That path is not UTF-8 text. Choose another one.".to_owned())?;
    line.push(b'\n');
    exchange(&stream, &line).map(Some).map_err(|_| SILENT.to_owned())
}

fn exchange(mut stream: &UnixStream, line: &[u8]) -> io::Result<Done> {
    stream.set_read_timeout(Some(ASKER_PATIENCE))?;
    stream.set_write_timeout(Some(ASKER_PATIENCE))?;
    stream.write_all(line)?;
    let mut answer = Vec::new();
    BufReader::new(stream).read_until(b'\n', &mut answer)?;
    Ok(serde_json::from_slice(&answer)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(socket: &Socket, times: usize) {
        let mut left = times;
        while left > 0 {
            let served = socket.answer(|_| Done { text: "done".into(), ..Done::default() });
            left -= usize::from(served.unwrap_or(true));
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_request_is_answered_and_what_is_none_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        assert_eq!(ask(folder.path(), &Upkeep::Check), Ok(None));
        let socket = Socket::open(folder.path()).unwrap();
        assert_eq!(path.symlink_metadata().unwrap().permissions().mode() & 0o777, 0o600);
        std::thread::scope(|scope| {
            scope.spawn(|| serve(&socket, 5));
            drop(UnixStream::connect(&path).unwrap());
            UnixStream::connect(&path).unwrap().write_all(&vec![b'x'; 20_000]).unwrap();
            let silent = UnixStream::connect(&path).unwrap();
            let mut wrong = UnixStream::connect(&path).unwrap();
            wrong.write_all(b"{\"ask\":\"restore\"}\n").unwrap();
            let asked = ask(folder.path(), &Upkeep::Check).unwrap().unwrap();
            assert_eq!((asked.text.as_str(), asked.status), ("done", 0));
            let mut said = String::new();
            wrong.read_to_string(&mut said).unwrap();
            assert!(said.contains("I do not know that request"), "{said}");
            drop(silent);
        });
    }

    #[test]
    fn only_a_socket_on_which_nobody_answers_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let first = Socket::open(folder.path()).unwrap();
        assert!(Socket::open(folder.path()).is_err_and(|error| error.kind() == ErrorKind::AddrInUse));
        assert!(is_open(folder.path()));
        drop(first);
        assert!(!path.exists());
        drop(UnixListener::bind(&path).unwrap());
        assert!(path.exists() && !is_open(folder.path()));
        drop(Socket::open(folder.path()).unwrap());
        fs::write(&path, "mine").unwrap();
        assert!(Socket::open(folder.path()).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}
