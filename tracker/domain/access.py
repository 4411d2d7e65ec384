"""Who may do what: one table, deny by default."""

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.errors import NotAllowed


class Role(StrEnum):
    """What a person is in the council's house. The public has no role and no account."""

    ADMIN = "admin"
    SEKRETARIAT = "sekretariat"
    PANSUS = "pansus"
    PIMPINAN = "pimpinan"


class Permission(StrEnum):
    """One thing that can be allowed."""

    READ_INTERNAL = "read-internal"
    EDIT_RAPERDA = "edit-raperda"
    MOVE_STAGE = "move-stage"
    CLOSE_RAPERDA = "close-raperda"
    MANAGE_MEETINGS = "manage-meetings"
    WRITE_NOTES = "write-notes"
    UPLOAD_DRAFTS = "upload-drafts"
    MANAGE_PAPERS = "manage-papers"
    ADMINISTER = "administer"


class Scope(StrEnum):
    """How far a permission reaches."""

    ALL = "all"
    OWN_PANSUS = "own-pansus"


_SECRETARIAT = dict.fromkeys(
    (
        Permission.READ_INTERNAL,
        Permission.EDIT_RAPERDA,
        Permission.MOVE_STAGE,
        Permission.CLOSE_RAPERDA,
        Permission.MANAGE_MEETINGS,
        Permission.WRITE_NOTES,
        Permission.UPLOAD_DRAFTS,
        Permission.MANAGE_PAPERS,
    ),
    Scope.ALL,
)

GRANTS: dict[Role, dict[Permission, Scope]] = {
    Role.ADMIN: {**_SECRETARIAT, Permission.ADMINISTER: Scope.ALL},
    Role.SEKRETARIAT: _SECRETARIAT,
    Role.PANSUS: {
        Permission.READ_INTERNAL: Scope.OWN_PANSUS,
        Permission.MOVE_STAGE: Scope.OWN_PANSUS,
        Permission.MANAGE_MEETINGS: Scope.OWN_PANSUS,
        Permission.WRITE_NOTES: Scope.OWN_PANSUS,
    },
    Role.PIMPINAN: {Permission.READ_INTERNAL: Scope.ALL},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who is logged in, as the rules see them."""

    id: int
    name: str
    role: Role
    pansus: frozenset[int] = field(default_factory=frozenset)


def allows(actor: Actor | None, permission: Permission, *, pansus_id: int | None = None) -> bool:
    """Say whether `actor` may do this; for a Raperda, `pansus_id` is the pansus it belongs to."""
    if actor is None:
        return False
    scope = GRANTS.get(actor.role, {}).get(permission)
    if scope is Scope.ALL:
        return True
    return scope is Scope.OWN_PANSUS and pansus_id is not None and pansus_id in actor.pansus


def scope_of(actor: Actor | None, permission: Permission) -> Scope | None:
    """Say how far `actor`'s permission reaches: everything, their own pansus, or (None) nothing."""
    return GRANTS.get(actor.role, {}).get(permission) if actor is not None else None


def require(actor: Actor | None, permission: Permission) -> None:
    """Refuse with NotAllowed unless `actor` may do this somewhere; the first line of every use case.

    Where the permission reaches only the actor's own pansus, `require_on` asks again with what was loaded.
    """
    if scope_of(actor, permission) is None:
        raise NotAllowed(permission)


def require_on(actor: Actor | None, permission: Permission, pansus_id: int | None) -> None:
    """Refuse with NotAllowed unless `actor` may do this to a Raperda of this pansus (None: none yet)."""
    if not allows(actor, permission, pansus_id=pansus_id):
        raise NotAllowed(permission)
