"""What a screen's page sends over its socket: anything else, nobody of ours has sent."""

from streamlit.proto.BackMsg_pb2 import BackMsg

# To draw, to say that it is there, to stop drawing, to ask where a file goes, and for a file to download.
SENT = ("rerun_script", "app_heartbeat", "stop_script", "file_urls_request", "backend_operation_request")
# A page asks for one file at a time; some let several be chosen at once.
MOST_FILES = 20


def is_a_pages(message: bytes) -> bool:
    """Whether Streamlit may read this message.

    Left out are the messages by which whoever develops an app has it look at its git folder, which takes programs of
    git's while the whole server waits, forget what it keeps for everybody, or end. What cannot be read, Streamlit
    refuses itself.
    """
    try:
        sent = BackMsg.FromString(message)
    except Exception:  # noqa: BLE001 (whatever the reader of messages raises)
        return True
    kind = sent.WhichOneof("type")
    return kind in SENT and len(sent.file_urls_request.file_names) <= MOST_FILES
