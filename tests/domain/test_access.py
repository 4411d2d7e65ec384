"""Who may do what: the whole matrix, written down a second time and compared."""

import pytest

from tracker.domain.access import (
    GRANTS,
    Actor,
    Permission,
    Role,
    Scope,
    allows,
    require,
    require_on,
    scope_of,
)
from tracker.domain.errors import NotAllowed

OWN, OTHER = 1, 2
A, O, N = "all", "own", "none"  # noqa: E741 -- columns of a table
P = Permission

# fmt: off
MATRIX: dict[Permission, tuple[str, str, str, str]] = {
    #                   admin  sekretariat  pansus  pimpinan
    P.READ_INTERNAL:   (A,     A,           O,      A),
    P.EDIT_RAPERDA:    (A,     A,           N,      N),
    P.MOVE_STAGE:      (A,     A,           O,      N),
    P.CLOSE_RAPERDA:   (A,     A,           N,      N),
    P.MANAGE_MEETINGS: (A,     A,           O,      N),
    P.WRITE_NOTES:     (A,     A,           O,      N),
    P.UPLOAD_DRAFTS:   (A,     A,           N,      N),
    P.MANAGE_PAPERS:   (A,     A,           N,      N),
    P.ADMINISTER:      (A,     N,           N,      N),
}
# fmt: on
CELLS = [(role, permission, MATRIX[permission][place]) for place, role in enumerate(Role) for permission in P]


def actor(role: Role) -> Actor:
    """Someone who sits in the pansus OWN, whatever their role."""
    return Actor(id=1, name="Seseorang", role=role, pansus=frozenset({OWN}))


def test_the_matrix_is_whole() -> None:
    assert list(MATRIX) == list(Permission)
    assert list(Role) == [Role.ADMIN, Role.SEKRETARIAT, Role.PANSUS, Role.PIMPINAN]
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize(("role", "permission", "reach"), CELLS)
def test_a_role_may_do_what_the_matrix_says_and_no_more(
    role: Role, permission: Permission, reach: str
) -> None:
    who = actor(role)
    found = (
        allows(who, permission, pansus_id=OWN),
        allows(who, permission, pansus_id=OTHER),
        allows(who, permission, pansus_id=None),
        allows(who, permission),
    )
    assert found == {A: (True,) * 4, O: (True, False, False, False), N: (False,) * 4}[reach]


@pytest.mark.parametrize(("role", "permission", "reach"), CELLS)
def test_refusing_and_asking_agree(role: Role, permission: Permission, reach: str) -> None:
    who = actor(role)
    assert scope_of(who, permission) == {A: Scope.ALL, O: Scope.OWN_PANSUS, N: None}[reach]
    for pansus_id in (OWN, OTHER, None):
        if allows(who, permission, pansus_id=pansus_id):
            require_on(who, permission, pansus_id)
        else:
            with pytest.raises(NotAllowed, match=permission):
                require_on(who, permission, pansus_id)
    if reach == N:
        with pytest.raises(NotAllowed, match=permission):
            require(who, permission)
    else:
        require(who, permission)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_at_all_may_do_nothing_at_all(permission: Permission) -> None:
    assert not allows(None, permission, pansus_id=OWN)
    assert scope_of(None, permission) is None
    for refuse in (lambda: require(None, permission), lambda: require_on(None, permission, OWN)):
        with pytest.raises(NotAllowed):
            refuse()


@pytest.mark.parametrize("permission", Permission)
def test_someone_in_no_pansus_has_no_raperda_of_their_own(permission: Permission) -> None:
    member = Actor(id=1, name="Seseorang", role=Role.PANSUS)
    assert not any(allows(member, permission, pansus_id=one) for one in (OWN, OTHER, None))
