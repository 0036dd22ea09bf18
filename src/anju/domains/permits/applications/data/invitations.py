"""What is said to somebody who became eligible. It travels through a provider: no name, no address, no number."""

INVITED = (
    "【安居】您在本市的居住登记已符合申领居住证的条件。打开“我的安居”即可申领，首次办理免费；不想办理可不理会。"
    " You may now apply for a residence permit in My Anju; the first one is free of charge."
)
