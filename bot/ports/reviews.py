"""What records keep for what was done about a case, and by whom but a person: the same words wherever they are read."""

OPENED = "opened"  # staff open a case themselves
APPEALED = "appealed"
TALKED = "talked"
NOTED = "noted"
ESCALATED = "handed to the safeguarding lead"
OPEN_AGAIN = "open again"
DELETED = "deleted there"
AFTER_ALL = "what could not be done at first was done"
APPROVED = "approved"
SUGGESTED = "suggested another text"
AGREED = "agreed to the suggested text"
WITHDRAWN = "withdrawn"
DECLINED_UNDER = "declined under "  # and a clause

AUTHOR, PLATFORM, ITSELF = "the author", "the platform", "Schoolgate"

# Not an act of staff: the author's, the platform's and the machine's own; nor is handing on an act.
NOT_BY_STAFF = (APPEALED, WITHDRAWN, AGREED, DELETED, AFTER_ALL, OPEN_AGAIN, ESCALATED)
