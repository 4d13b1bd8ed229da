"""addAnnotation, listAnnotations, removeAnnotation, updateAnnotationVisibility."""

from __future__ import annotations

from manager.api.annotation import entities
from manager.api.declare import ADMINS, USERS, Call, Command, ListCommand, Listing, Role, command, param
from manager.api.errors import PARAMETER, ApiError, denied, not_found
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.model.access import notes
from manager.model.access.notes import AnnotationRow

FILTERS = ("all", "self")
LONGEST = 4096


class AnnotationResponse(Response, object="annotation"):
    """A note of a user about a thing."""

    id: str | None = field("the ID of the annotation")
    entitytype: str | None = field("the type of the annotated thing")
    entityid: str | None = field("the ID of the annotated thing")
    entityname: str | None = field("the name of the annotated thing")
    annotation: str | None = field("the text")
    userid: str | None = field("the ID of its author")
    username: str | None = field("the name of its author")
    adminsonly: bool | None = field("true if only root administrators see it")
    created: str | None = field("when it was made", kind="date")
    removed: str | None = field("when it was removed", kind="date")


def _answer(row: AnnotationRow) -> AnnotationResponse:
    return AnnotationResponse(
        id=row.uuid, entitytype=row.entity_type, entityid=row.entity_uuid, entityname=row.entity_name, annotation=row.text, userid=row.user_uuid,
        username=row.username, adminsonly=row.admins_only, created=show_date(row.created), removed=show_date(row.removed))


def _event(call: Call, row: AnnotationRow, what: str) -> None:
    owner = None if row.account_id is None or row.domain_id is None else (row.account_id, row.domain_id)
    call.event(description=f"{what} annotation of {row.entity_type} {row.entity_uuid}", owner=owner)


@command(roles=USERS, event="ANNOTATION.CREATE")
class AddAnnotation(Command):
    """Adds a note to a thing: a VM, a volume, a host, …"""

    adminsonly: bool = param("whether only root administrators see it; for them alone", default=False, since="4.16.0")
    annotation: str | None = param("the text", default=None, length=LONGEST)
    entityid: str | None = param("the ID of the thing", default=None)
    entitytype: str | None = param("its type, as VM, VOLUME, NETWORK, HOST", default=None)

    def run(self, call: Call) -> AnnotationResponse:
        """By whoever may operate on the thing."""
        for name in ("annotation", "entitytype", "entityid"):
            if not (getattr(self, name) or "").strip():
                raise ApiError(PARAMETER, f"Unable to execute API command addannotation due to missing parameter {name}")
        if self.adminsonly and call.caller.role is not Role.ADMIN:
            raise denied("Only root administrators hide annotations from others")
        thing = entities.annotatable(call, entities.entity_type(self.entitytype), self.entityid)
        row = notes.add(call.tx, call.caller.user_id, str(self.annotation), (thing.type, thing.uuid), name=thing.name,
                              owner=(thing.account_id, thing.domain_id), admins_only=self.adminsonly)
        _event(call, row, "Added")
        return _answer(row)


@command(roles=USERS, reads=True)
class ListAnnotations(ListCommand):
    """Lists notes: root administrators see all, others those about what they may see."""

    annotationfilter: str | None = param("all, or self for one's own", default=None, choices=FILTERS, since="4.16.0")
    entityid: str | None = param("list notes about the thing of this ID", default=None)
    entitytype: str | None = param("list notes about things of this type", default=None)
    id: str | None = param("list the note of this ID", default=None)
    userid: str | None = param("list notes of this user", default=None, since="4.16.0")

    def run(self, call: Call) -> Listing[AnnotationResponse]:
        """Newest first."""
        limit, offset = self.limits(call)
        kind = entities.entity_type(self.entitytype) if self.entitytype else None
        if kind is not None and self.entityid:
            entities.find(call, kind, self.entityid)
        author = self.userid or None
        if self.annotationfilter == "self":
            if author not in (None, call.caller.user_uuid):
                return Listing([], 0)
            author = call.caller.user_uuid
        rows, total = notes.rows(call.tx, call.caller, limit, offset, uuid=self.id or None, entity_type=kind, entity_uuid=self.entityid or None,
                                       author=author, keyword=self.keyword)
        return Listing([_answer(row) for row in rows], total)


def _found(call: Call, uuid: str) -> AnnotationRow:
    row = notes.find(call.tx, call.caller, uuid)
    if row is None:
        raise not_found("id", uuid[:100])
    return row


@command(roles=USERS, event="ANNOTATION.REMOVE")
class RemoveAnnotation(Command):
    """Removes a note: one's own, or as root administrator any."""

    id: str = param("the ID of the annotation")

    def run(self, call: Call) -> AnnotationResponse:
        """It is answered as it was."""
        row = _found(call, self.id)
        if call.caller.role is not Role.ADMIN and row.user_id != call.caller.user_id:
            raise denied("Only root administrators remove the annotations of others")
        notes.remove(call.tx, row.id)
        _event(call, row, "Removed")
        return _answer(row)


@command(roles=ADMINS)
class UpdateAnnotationVisibility(Command):
    """Shows a note to all who see the thing, or to root administrators alone."""

    adminsonly: bool = param("whether only root administrators see it")
    id: str = param("the ID of the annotation")

    def run(self, call: Call) -> AnnotationResponse:
        """In force at once."""
        row = _found(call, self.id)
        notes.show(call.tx, row.id, self.adminsonly)
        return _answer(_found(call, self.id))
