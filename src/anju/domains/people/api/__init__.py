"""The public interface of people: matching, records, families, search. Values out, never rows."""

from anju.domains.people.data import (
    DocumentView,
    Findings,
    Found,
    Likely,
    MergeRequestView,
    MergeView,
    Merging,
    NamePictureView,
    OnMerge,
    PersonReference,
    PersonView,
    Relative,
)
from anju.domains.people.operations.documents import adopt_document, drop_documents
from anju.domains.people.operations.families import entrust, form_household, wards_of
from anju.domains.people.operations.households import form_households
from anju.domains.people.operations.intake import (
    BOUND,
    add_documents,
    create,
    fill_gaps,
    set_phones,
)
from anju.domains.people.operations.locking import lock
from anju.domains.people.operations.merge_requests import (
    close_merge_request,
    lock_merge_request,
    store_merge_request,
)
from anju.domains.people.operations.merging import merge, unmerge
from anju.domains.people.operations.name_pictures import add_name_picture, end_name_picture
from anju.domains.people.operations.records import correct, withdraw
from anju.domains.people.operations.references import handle_merge, references, register_references
from anju.domains.people.operations.relationships import (
    current_relationships,
    relationship_changes,
    relationships_of,
    relationships_of_each,
    restore_relationships,
)
from anju.domains.people.operations.restoring import (
    GAPS,
    give_contacts,
    restore_contacts,
    restore_gaps,
    restore_phones,
)
from anju.domains.people.operations.revealing import reveal_number, reveal_phone
from anju.domains.people.operations.scopes import publish, rebuild_findings
from anju.domains.people.operations.spelling import (
    note_spelling,
    spell_anew,
    spelled_by_this_version,
)
from anju.domains.people.queries.columns import last_person, origin_columns
from anju.domains.people.queries.contacts import only_phone
from anju.domains.people.queries.counts import count_origins, from_origin
from anju.domains.people.queries.current import within_scope_now
from anju.domains.people.queries.documents import holder_of
from anju.domains.people.queries.existing import existing
from anju.domains.people.queries.match import (
    KNOWN,
    MAYBE,
    NAME_DIFFERS,
    NEW,
    differing_phones,
    holders_of,
    match,
)
from anju.domains.people.queries.merges import (
    likely_duplicates,
    merge_contradictions,
    merge_entry,
    merge_request,
    merges,
    standing_merges,
    waiting_merge,
    waiting_merges,
)
from anju.domains.people.queries.name_pictures import (
    name_picture_content,
    name_pictures,
    pictures_of_names,
)
from anju.domains.people.queries.numbers import by_citizen_numbers
from anju.domains.people.queries.persons import (
    all_canonical,
    canonical,
    numbers,
    persons,
    phones,
    relatives,
    sees_merge,
    visible_to,
)
from anju.domains.people.queries.sealing import indexed, number_opens, sealed
from anju.domains.people.queries.search import search
from anju.domains.people.rules.masking import mask_text
from anju.domains.people.rules.reading_numbers import NumberFacts, read_number
from anju.foundation.masks import mask_number, mask_phone

__all__ = [
    "BOUND",
    "GAPS",
    "KNOWN",
    "MAYBE",
    "NAME_DIFFERS",
    "NEW",
    "DocumentView",
    "Findings",
    "Found",
    "Likely",
    "MergeRequestView",
    "MergeView",
    "Merging",
    "NamePictureView",
    "NumberFacts",
    "OnMerge",
    "PersonReference",
    "PersonView",
    "Relative",
    "add_documents",
    "add_name_picture",
    "adopt_document",
    "all_canonical",
    "by_citizen_numbers",
    "canonical",
    "close_merge_request",
    "correct",
    "count_origins",
    "create",
    "current_relationships",
    "differing_phones",
    "drop_documents",
    "end_name_picture",
    "entrust",
    "existing",
    "fill_gaps",
    "form_household",
    "form_households",
    "from_origin",
    "give_contacts",
    "handle_merge",
    "holder_of",
    "holders_of",
    "indexed",
    "last_person",
    "likely_duplicates",
    "lock",
    "lock_merge_request",
    "mask_number",
    "mask_phone",
    "mask_text",
    "match",
    "merge",
    "merge_contradictions",
    "merge_entry",
    "merge_request",
    "merges",
    "name_picture_content",
    "name_pictures",
    "note_spelling",
    "number_opens",
    "numbers",
    "only_phone",
    "origin_columns",
    "persons",
    "phones",
    "pictures_of_names",
    "publish",
    "read_number",
    "rebuild_findings",
    "references",
    "register_references",
    "relationship_changes",
    "relationships_of",
    "relationships_of_each",
    "relatives",
    "restore_contacts",
    "restore_gaps",
    "restore_phones",
    "restore_relationships",
    "reveal_number",
    "reveal_phone",
    "sealed",
    "search",
    "sees_merge",
    "set_phones",
    "spell_anew",
    "spelled_by_this_version",
    "standing_merges",
    "store_merge_request",
    "unmerge",
    "visible_to",
    "waiting_merge",
    "waiting_merges",
    "wards_of",
    "withdraw",
    "within_scope_now",
]
