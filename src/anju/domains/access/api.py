"""The public interface of access: users, grants, jurisdiction, tokens. Hands out frozen values."""

from __future__ import annotations

from anju.domains.access.data import (
    ADMINISTRATORS,
    PERMISSIONS,
    PURPOSES,
    ROLES,
    GrantRequestValue,
    GrantValue,
    IssuedToken,
    Purpose,
    Role,
    TokenValue,
    UserPage,
    UserValue,
)
from anju.domains.access.operations.codes import request_code, sign_in_by_code
from anju.domains.access.operations.grants import grant, revoke
from anju.domains.access.operations.limiting import count_try, take_back_try
from anju.domains.access.operations.real_name import link_by_real_name, simulate_real_names
from anju.domains.access.operations.requests import ask_grant, decide_grant
from anju.domains.access.operations.sign_in import (
    begin_second_factor,
    begin_try,
    end_own_sessions,
    enrol_totp,
    password_right,
    record_sign_in,
    second_factor_right,
)
from anju.domains.access.operations.throttle import sweep
from anju.domains.access.operations.tokens import issue_token, revoke_token
from anju.domains.access.operations.users import (
    BOUND,
    create_administrator,
    create_user,
    link_to_person,
    move_links,
    public_user,
    set_active,
    set_language,
    set_password,
    unlink,
)
from anju.domains.access.queries import (
    actor_for,
    actor_of_token,
    actor_of_user,
    demo_authenticators,
    grants_of_party,
    token_values,
    user_by_phone,
    user_value,
    users,
    waiting_grants,
)
from anju.domains.access.queries.accounts import accounts_of, phone_of, records_of
from anju.domains.access.queries.party_areas import areas_from
from anju.domains.access.queries.sessions import SEEN, SIGNED_IN, SessionValue, sessions_of
from anju.domains.access.queries.user_phones import phones_of_users
from anju.domains.access.rules import grantable, needs_second, normal_phone
from anju.foundation.masks import mask_phone

__all__ = [
    "ADMINISTRATORS",
    "BOUND",
    "PERMISSIONS",
    "PURPOSES",
    "ROLES",
    "SEEN",
    "SIGNED_IN",
    "GrantRequestValue",
    "GrantValue",
    "IssuedToken",
    "Purpose",
    "Role",
    "SessionValue",
    "TokenValue",
    "UserPage",
    "UserValue",
    "accounts_of",
    "actor_for",
    "actor_of_token",
    "actor_of_user",
    "areas_from",
    "ask_grant",
    "begin_second_factor",
    "begin_try",
    "count_try",
    "create_administrator",
    "create_user",
    "decide_grant",
    "demo_authenticators",
    "end_own_sessions",
    "enrol_totp",
    "grant",
    "grantable",
    "grants_of_party",
    "issue_token",
    "link_by_real_name",
    "link_to_person",
    "mask_phone",
    "move_links",
    "needs_second",
    "normal_phone",
    "password_right",
    "phone_of",
    "phones_of_users",
    "public_user",
    "record_sign_in",
    "records_of",
    "request_code",
    "revoke",
    "revoke_token",
    "second_factor_right",
    "sessions_of",
    "set_active",
    "set_language",
    "set_password",
    "sign_in_by_code",
    "simulate_real_names",
    "sweep",
    "take_back_try",
    "token_values",
    "unlink",
    "user_by_phone",
    "user_value",
    "users",
    "waiting_grants",
]
