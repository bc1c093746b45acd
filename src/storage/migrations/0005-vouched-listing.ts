/** What listing said is kept where processing says otherwise, so that the audit log's word on the listing can be checked afterwards. */
export const vouchedListing = `
ALTER TABLE item ADD COLUMN listed_size INTEGER;        -- only where reading found another size
ALTER TABLE item ADD COLUMN listed_outcome_set INTEGER REFERENCES outcome_set (id); -- only of a directory that then could not be listed
`;
