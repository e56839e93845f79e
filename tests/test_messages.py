"""What comes over a screen's socket: what our pages send reaches Streamlit, what is for developing an app does not."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from test_server import PATIENCE_SECONDS, running, screen_opened

from across.screen.messages import MOST_FILES, SENT, is_a_pages

KINDS = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]


def of(kind: str) -> BackMsg:
    message = BackMsg()
    if BackMsg.DESCRIPTOR.fields_by_name[kind].message_type:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True)
    return message


@pytest.mark.parametrize("kind", KINDS)
def test_of_all_that_streamlit_understands_what_pages_send_may_come(kind):
    assert is_a_pages(of(kind).SerializeToString()) == (kind in SENT)


def test_an_empty_message_may_not_come_and_what_is_none_is_left_to_streamlit():
    assert not is_a_pages(b"")
    assert is_a_pages(b"\xff\xff")


def test_a_page_asks_where_some_files_go_and_not_where_thousands_do():
    asked = of("file_urls_request")
    asked.file_urls_request.file_names.extend(["notes.csv"] * MOST_FILES)
    assert is_a_pages(asked.SerializeToString())
    asked.file_urls_request.file_names.append("one more.csv")
    assert not is_a_pages(asked.SerializeToString())


def test_the_last_of_two_messages_in_one_is_the_one_that_counts():
    both = of("rerun_script").SerializeToString() + of("load_git_info").SerializeToString()

    assert not is_a_pages(both)


def test_a_strangers_socket_has_the_server_do_nothing_but_draw(tmp_path):
    with running(tmp_path, "python app.py") as server, screen_opened(server.port) as screen:
        for kind in ("set_run_on_save", "load_git_info", "clear_cache", "app_heartbeat"):
            screen.send(of(kind).SerializeToString())
        said, kind = "", ""
        while kind != "heartbeat_ack":
            message = ForwardMsg.FromString(screen.recv(PATIENCE_SECONDS))
            kind = message.WhichOneof("type")
            said += str(message)

    assert "run_on_save" not in said


def test_a_stranger_writes_no_lines_of_their_own_into_the_log(tmp_path):
    with running(tmp_path, "python app.py") as server, screen_opened(server.port) as screen:
        for number in range(20):
            asked = of("backend_operation_request")
            asked.backend_operation_request.request_id = f"{number}\n2026-01-01 All workshops were deleted"
            asked.backend_operation_request.session_id = "made up"
            screen.send(asked.SerializeToString())
        answered = 0
        while answered < 20:
            message = ForwardMsg.FromString(screen.recv(PATIENCE_SECONDS))
            answered += message.WhichOneof("type") == "backend_operation_response"
        log = server.log

    assert log.count("Rejecting backend operation request") == 1
    assert "deleted" not in log
    assert "made up" not in log
